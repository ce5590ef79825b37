import { buildReport, type ReportContext } from '#dist/report/build-report.js';
import type { Report } from '#dist/report/report-types.js';
import { canaryOutcome, reportContext, runOutcome } from './outcome.js';

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
    audit: {
      usersExpected: 50,
      usersFound: 50,
      usersNotCheckable: 0,
      messagesExpected: 100,
      messagesFound: 99,
      messagesNotCheckable: 0,
      byRoom: [{ room: room?.room ?? '', expected: 100, found: 99 }],
    },
  };
  const alerts = [{ rule: 'errors>5%', message: 'Too many.', second: 1, value: 0.07, limit: 0.05 }];
  return buildReport(outcome, reportContext({ thresholds: ['p99(delivery)<250ms', 'lost==0'], alerts, ...context }));
}
