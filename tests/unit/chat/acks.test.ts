import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as fc from 'fast-check';
import { formOfAck, refusalIn } from '#dist/chat/acks.js';
import type { JsonValue } from '#dist/core/json.js';

describe('Any acknowledgement', () => {
  it('is a yes that does not plainly refuse', () => {
    for (const args of [
      [],
      [null],
      [null, { error: 'of something else' }],
      ['OK'],
      ['error'],
      [{}],
      [{ ok: true, error: null }],
      [{ success: true, error: '' }],
      [{ status: 'ok' }],
      [{ status: 200, body: {} }],
      [{ statusCode: 201, error: false }],
      [[{ error: 'x' }]],
      [{ name: 'Error', text: 'a nickname' }],
      [{ name: 'Terror', message: 5 }],
      [{ err: null }],
      [{ errors: [] }],
      [{ status: 'failover' }],
      [{ code: 404 }],
      [{ code: 1000, message: 'sent' }],
    ]) {
      assert.equal(refusalIn(true, args), undefined, JSON.stringify(args));
    }
  });

  it('refuses in one of the usual ways, in the server’s words', () => {
    const refusals: readonly (readonly [args: readonly unknown[], reason: string])[] = [
      [[{ error: 'muted' }], 'muted'],
      [[{ error: { code: 7, message: 'too fast' } }], 'too fast'],
      [[{ error: { code: 7 } }], '{"code":7}'],
      [[{ error: true }], '[{"error":true}]'],
      [[{ ok: false, reason: 'no such room' }], 'no such room'],
      [[{ success: false }, 'why it is so'], 'why it is so'],
      [[{ status: 'error', message: 'closed' }], 'closed'],
      [[{ err: 'muted' }], 'muted'],
      [[{ errors: [{ message: 'too long' }] }], '[{"errors":[{"message":"too long"}]}]'],
      [[{ status: 'fail', data: { text: 'too long' } }], '[{"status":"fail","data":{"text":"too long"}}]'],
      [[{ status: 'Failed', message: 'muted' }], 'muted'],
      [[{ status: 403, message: 'forbidden' }], 'forbidden'],
      [[{ statusCode: 500, body: 'x' }], '[{"statusCode":500,"body":"x"}]'],
      // moleculer-io 2.2.0 and Feathers 5: an error is the first argument of the callback.
      [
        [
          {
            name: 'ServiceNotFoundError',
            message: "Service 'chat.jion' is not found.",
            code: 404,
            type: 'SERVICE_NOT_FOUND',
          },
        ],
        "Service 'chat.jion' is not found.",
      ],
      [
        [{ name: 'NotAuthenticated', message: 'Not authenticated', code: 401, className: 'not-authenticated' }],
        'Not authenticated',
      ],
      [[{ name: 'WsException', message: 'no' }], 'no'],
    ];
    for (const [args, reason] of refusals) assert.equal(refusalIn(true, args), reason);
  });
});

describe('An acknowledgement that must hold something', () => {
  it('is a yes when it does, numbers and texts alike', () => {
    const yes: readonly (readonly [path: string, equals: JsonValue, args: readonly unknown[]])[] = [
      ['0.ok', true, [{ ok: true }]],
      ['0', null, [null, { id: 5 }]],
      ['0.code', 0, [{ code: '0' }]],
      ['0.code', 'x', [{ code: 'x' }]],
      ['1.0', 5, [null, [5]]],
      ['0', { a: [1] }, [{ a: [1] }]],
    ];
    for (const [path, equals, args] of yes) {
      assert.equal(refusalIn({ path, equals }, args), undefined, path);
      assert.notEqual(refusalIn({ path: `${path}.x`, equals }, args), undefined, path);
    }
  });

  it('refuses otherwise, also where it says nothing', () => {
    assert.equal(refusalIn({ path: '0.ok', equals: true }, [{ ok: false, message: 'full' }]), 'full');
    assert.equal(refusalIn({ path: '0.ok', equals: true }, [{ ok: 1 }]), '[{"ok":1}]');
    assert.equal(refusalIn({ path: '0', equals: null }, [{ name: 'BadRequest', message: 'no' }, null]), 'no');
    assert.equal(refusalIn({ path: '0.ok', equals: true }, []), 'an acknowledgement that says nothing');
    assert.equal(refusalIn({ path: '0' }, ['']), undefined);
    assert.equal(refusalIn({ path: '0' }, [0]), undefined);
    for (const args of [[], [null], [false]]) assert.notEqual(refusalIn({ path: '0' }, args), undefined);
  });

  it('never throws, and gives no long reason, whatever a server says', () => {
    fc.assert(
      fc.property(fc.array(fc.anything({ maxDepth: 4 })), fc.string(), fc.boolean(), (args, path, isAny) => {
        const json = JSON.parse(
          JSON.stringify(args, (_, value: unknown) => (typeof value === 'bigint' ? 1 : value)),
        ) as unknown[];
        const reason = refusalIn(isAny ? true : { path }, json);
        assert.ok(reason === undefined || (reason !== '' && reason.length <= 501));
      }),
    );
    const deep = JSON.parse(`${'{"error":'.repeat(190)}1${'}'.repeat(190)}`) as unknown;
    assert.ok((refusalIn(true, [deep]) ?? '').length <= 501);
  });
});

describe('The form of an acknowledgement', () => {
  it('is the same for all that say the same, whatever their ids, and another one for a no', () => {
    const forms = [
      [[], [undefined]],
      [['Delivered!']],
      [['Profanity is not allowed']],
      [['65f0c2'], ['65f0c3']],
      [[5], [6]],
      [[{ id: 1, status: 'sent' }], [{ id: 2, status: 'sent' }]],
      [[{ id: 3, status: 'held' }]],
      [
        [{ id: 1, text: 'a text that is too long for a word, and no form' }],
        [{ id: 2, text: 'another one of as many letters or more' }],
      ],
      [[{ type: 'ack', payload: { id: 1 } }], [{ type: 'ack', payload: { id: 2 } }]],
    ];
    const found = forms.map((alike) => new Set(alike.map((args) => formOfAck(args))));
    for (const [index, { size }] of found.entries()) assert.equal(size, 1, String(index));
    assert.equal(new Set(found.flatMap((one) => [...one])).size, forms.length);
  });
});
