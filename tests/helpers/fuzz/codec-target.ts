import assert from 'node:assert/strict';
import { CodecError, decodeData, encodeData } from '#dist/agents/codec.js';
import type { Random } from '#dist/core/random.js';
import { snapshotOf } from '../report/live-second.js';
import type { FuzzTarget, OpenTarget, Verdict } from './fuzz.js';
import { mutatedText } from './mutations.js';
import { jsonOf, oddValue, pick } from './odd-values.js';

const MESSAGES = [
  encodeData({ type: 'said', role: 0, message: { type: 'snapshot', snapshot: snapshotOf(3) } }),
  encodeData({ type: 'tell', role: 1, message: { type: 'flood', positions: Int32Array.of(1, -2, 3), startUs: -0 } }),
  encodeData({ type: 'plan', sealed: 'AAAA', bytes: Uint8Array.of(0, 255), rate: Number.POSITIVE_INFINITY }),
  encodeData({ own: { $u8: 'no bytes', more: Number.NaN }, $i32: [1], $object: null }),
];
const FORMS = ['$u8', '$i32', '$number', '$object', '$', '$unknown', '__proto__'];
const TOKENS = [
  ...FORMS.map((form) => `{"${form}":`),
  '{"$object":{"$object":',
  '{"$i32":"AAA="}',
  '{"$number":"1"}',
  '-Infinity',
  '}',
  ']',
  '"',
  '[[[[[[[[',
  '1e999',
  '\u0000',
];

/** What agents and runs say to each other. */
export const codecTarget: FuzzTarget = {
  name: 'codec',
  describe:
    'what agents say: read or refused, whatever a network brought, and what was read is written and read again the same',
  open: () => {
    const input = (random: Random): Uint8Array => {
      const text =
        random.integer(4) === 0
          ? jsonOf({ [pick(random, FORMS)]: oddValue(random) })
          : mutatedText(random, pick(random, MESSAGES), TOKENS);
      return Buffer.from(text);
    };
    const take = async (bytes: Uint8Array): Promise<Verdict> =>
      Promise.resolve(verdictOn(Buffer.from(bytes).toString()));
    return Promise.resolve({ input, take } satisfies OpenTarget);
  },
};

function verdictOn(text: string): Verdict {
  let value: unknown;
  try {
    value = decodeData(text);
  } catch (thrown) {
    assert.ok(thrown instanceof CodecError, String(thrown));
    return 'refused';
  }
  assert.deepEqual(decodeData(encodeData(value)), value);
  return 'accepted';
}
