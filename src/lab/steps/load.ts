import * as z from 'zod';
import { parseTimeMs } from '../../core/units.js';
import { readProxyFaults } from '../../proxy/proxy-faults.js';
import type { FlagValues } from '../../scenario/options.js';
import { readTimedAct } from '../acts/index.js';
import { putLoad } from '../put-load.js';
import { actText } from './act-text.js';
import { planFlags } from './plan-flags.js';
import { defineStep } from './step.js';

/** Faults of the proxy, `delay=100ms`. */
const proxyFaults = z.array(z.string()).transform((texts, context) => {
  const { faults, problems } = readProxyFaults(texts, 'through');
  for (const { message } of problems) context.addIssue({ code: 'custom', message });
  return faults;
});

const params = z.strictObject({
  name: z.string().default('load'),
  /** Its name in Korean. */
  ko: z.string().optional(),
  /** Flags of `run`, by their names in code. */
  plan: planFlags,
  /** Through a proxy with these faults. */
  through: proxyFaults.optional(),
  /** `10s: filter hang`. */
  during: z.array(actText(readTimedAct)).default([]),
});

/** Puts a load on the server. */
export const loadStep = defineStep({
  params,
  told: ({ name, ko }) => ({ en: `load “${name}”`, ko: `부하 “${ko ?? name}”` }),
  lengthMs: ({ plan }) => lengthOfLoad(plan),
  perform: ({ name, plan, through, during }, session) => putLoad({ name, flags: plan, through, acts: during }, session),
});

function lengthOfLoad({ duration, stage }: FlagValues): number {
  const stages = Array.isArray(stage)
    ? stage.map((text: string) => /(?:^|=)([\d.]+\w+)[:@]/.exec(text)?.[1] ?? '')
    : [];
  const times = stages.length > 0 ? stages : [String(duration ?? '')];
  return times.reduce((sum, text) => sum + (parseTimeMs(text) ?? 0), 0);
}
