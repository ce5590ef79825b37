import { type Outage, outagesOf } from '../../judgement/outages.js';
import type { Report } from '../report-types.js';

/** What a run knows of an incident; seconds are since the flood began. */
export interface Incident {
  /** The first second in which something went wrong. */
  readonly begunAt: number;
  /** The first second after it in which nothing did any more; null when it had not ended with the flood. */
  readonly overAt: number | null;
  /** When an alert told of it first, and which; null when none did. */
  readonly noticed: { readonly second: number; readonly rule: string } | null;
  /** Times in which nothing arrived. */
  readonly outages: readonly Outage[];
}

/** The incident of a run; undefined when nothing went wrong while messages were sent. */
export function incidentOf({ timeline, alerts, run }: Report): Incident | undefined {
  const seconds = Math.floor(run.floodMs / 1000);
  const rows = timeline.filter(({ second }) => second < seconds);
  const outages = outagesOf({ timeline, floodMs: run.floodMs });
  const wrong = rows.filter(
    ({ second, lost, errors, connectionsLost }) =>
      lost + errors + connectionsLost > 0 || outages.some(({ from, to }) => second >= from && second <= to),
  );
  const [first, last] = [wrong[0], wrong.at(-1)];
  if (first === undefined || last === undefined) return undefined;
  const backAt = outages.reduce<number | null>((latest, outage) => {
    return outage.backAt === null || latest === null ? null : Math.max(latest, outage.backAt);
  }, last.second + 1);
  const alert = alerts.find(({ second }) => second >= first.second);
  return {
    begunAt: first.second,
    overAt: backAt === null || backAt >= seconds ? null : backAt,
    noticed: alert === undefined ? null : { second: alert.second, rule: alert.rule },
    outages,
  };
}
