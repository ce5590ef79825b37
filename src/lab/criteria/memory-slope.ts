import * as z from 'zod';
import { formatBytes } from '../../core/units.js';
import { growthOf } from '../../judgement/growth.js';
import { countsHold, defineCriterion, unproven } from './criterion.js';
import { memoryBetween } from './memory-between.js';
import { NOT_SO_FAR } from './not-so-far.js';

const MIB = 2 ** 20;

/** Memory does not grow while the load is the same. */
export const memorySlope = defineCriterion({
  bounds: z.strictObject({ from: z.string(), to: z.string(), mostMiB: z.number() }),
  title: ({ mostMiB }) => ({
    en: `memory grows by less than ${mostMiB} MiB a minute under a steady load`,
    ko: `일정한 부하에서 메모리 증가가 분당 ${mostMiB} MiB 미만`,
  }),
  judge(evidence, { from, to, mostMiB }) {
    const points = memoryBetween(evidence, from, to);
    if (points === undefined) return unproven(NOT_SO_FAR);
    const firstUs = points[0]?.atUs ?? 0;
    const growth = growthOf(points.map(({ atUs, rssBytes }) => ({ second: (atUs - firstUs) / 1e6, value: rssBytes })));
    if (growth === null) return unproven(NOT_READ);
    const { perMinute, low, high } = growth;
    const interval = low === null || high === null ? '' : ` (${signed(low)} – ${signed(high)})`;
    const measured = { en: `${signed(perMinute)}/min${interval}`, ko: `분당 ${signed(perMinute)}${interval}` };
    const most = mostMiB * MIB;
    if (perMinute < most) return countsHold(true, measured);
    // An interval that reaches below the bound has not shown that memory grows so fast.
    if (low === null || low >= most) return countsHold(false, measured);
    return unproven({
      en: `${measured.en}, which may be chance; try again`,
      ko: `${measured.ko}. 우연일 수 있으니 다시 해 보세요`,
    });
  },
});

const NOT_READ = {
  en: 'the memory of the server could not be read: let the lab start it with --server (Linux)',
  ko: '서버의 메모리를 읽을 수 없음: --server로 시작하게 하세요(Linux)',
};

function signed(bytes: number): string {
  return bytes < 0 ? `−${formatBytes(-bytes)}` : formatBytes(bytes);
}
