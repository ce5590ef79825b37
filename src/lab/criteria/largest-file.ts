import * as z from 'zod';
import { printable } from '../../core/text.js';
import { formatBytes } from '../../core/units.js';
import { countsHold, defineCriterion, unproven } from './criterion.js';

const MIB = 2 ** 20;
const LONGEST_NAME = 60;

/** No file of the server grows without an end. */
export const largestFile = defineCriterion({
  bounds: z.strictObject({ mostMiB: z.number().positive() }),
  title: ({ mostMiB }) => ({
    en: `no file of its data is larger than ${mostMiB} MiB`,
    ko: `데이터 파일은 어느 것도 ${mostMiB} MiB를 넘지 않는다`,
  }),
  judge({ files }, { mostMiB }) {
    const [largest] = files.toSorted((one, other) => other.bytes - one.bytes);
    if (largest === undefined)
      return unproven({
        en: 'the server keeps no files in DATA_DIR; does it keep them elsewhere? Name the folder with --data',
        ko: 'DATA_DIR에 파일이 없음. 다른 곳에 보관한다면 --data로 폴더를 알려 주세요',
      });
    const text = `${formatBytes(largest.bytes)} (${printable(largest.name, LONGEST_NAME)})`;
    return countsHold(largest.bytes <= mostMiB * MIB, { en: text, ko: text });
  },
});
