import * as z from 'zod';
import { formatBytes } from '../../core/units.js';
import { share } from '../bounds.js';
import { countsHold, defineCriterion, unproven } from './criterion.js';
import { median } from './median.js';
import { pointsWith } from './told-values.js';

/** The memory that a server tells is what its process takes of the machine. */
export const metricsMemory = defineCriterion({
  bounds: z.strictObject({ tolerance: share }),
  title: ({ tolerance }) => ({
    en: `memory = resident memory of the process ± ${tolerance * 100}%`,
    ko: `메모리 = 프로세스의 실제 점유 메모리(RSS) ±${tolerance * 100}%`,
  }),
  judge(evidence, { tolerance }) {
    const points = pointsWith(evidence, 'memoryBytes');
    if ('status' in points) return points;
    const pairs = points.flatMap(({ memoryBytes, rssBytes }) => (rssBytes === null ? [] : [{ memoryBytes, rssBytes }]));
    const ratio = median(pairs.map(({ memoryBytes, rssBytes }) => memoryBytes / rssBytes));
    const last = pairs.at(-1);
    if (ratio === undefined || last === undefined)
      return unproven({
        en: 'the memory of its process is not known: let the lab start the server with --server, or name it with --pid (Linux)',
        ko: '프로세스의 메모리를 알 수 없음: --server로 서버를 시작하게 하거나 --pid로 알려 주세요(Linux)',
      });
    const [told, real] = [formatBytes(last.memoryBytes), formatBytes(last.rssBytes)];
    return countsHold(Math.abs(ratio - 1) <= tolerance, {
      en: `${told} told, ${real} resident`,
      ko: `서버 ${told}, 실제 ${real}`,
    });
  },
});
