import { buildReport, type ReportContext } from '#dist/report/build-report.js';
import type { Report } from '#dist/report/report-types.js';
import { auditOutcome, canaryOutcome, reportContext, runOutcome } from './outcome.js';

const SECONDS = 3;
const ROOMS = 2;

/** A report with something of everything in a few kilobytes, for whoever makes thousands of its kind. */
export function smallReport(context: Partial<ReportContext> = {}): Report {
  const whole = runOutcome({ canary: canaryOutcome(), errors: { 'server.http-500': 2 } });
  const [room] = whole.rooms;
  const outcome = {
    ...whole,
    rooms: whole.rooms.slice(0, ROOMS),
    timeline: whole.timeline.slice(0, SECONDS),
    intervals: whole.intervals.slice(0, SECONDS),
    places: room === undefined ? [] : [{ room: room.room, second: 1, lost: 0, cut: 2 }],
    findings: ['Something was noticed.'],
    audit: auditOutcome({
      messagesExpected: 100,
      messagesFound: 99,
      byRoom: [
        {
          room: room?.room ?? '',
          expected: 100,
          found: 99,
          foundLate: 1,
          notCheckable: 0,
          missingSinceSecond: null,
        },
      ],
      messagesFoundLate: 1,
      foundLateMs: 900,
      missingBySecond: [{ second: 1, missing: 1 }],
      missingMessages: [{ room: room?.room ?? '', number: 7, sender: 'ny-x-u1', second: 1 }],
    }),
  };
  const alerts = [{ rule: 'errors>5%', message: 'Too many.', second: 1, value: 0.07, limit: 0.05 }];
  return buildReport(outcome, reportContext({ thresholds: ['p99(delivery)<250ms', 'lost==0'], alerts, ...context }));
}
