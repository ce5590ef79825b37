import { verdictOf } from './verdict.js';
import type { Report } from '#dist/report/report-types.js';

/** Texts as a hostile server would send them, each against some reader of a report. */
export const HOSTILE_TEXTS: readonly string[] = [
  '<script>alert(1)</script><img src=x onerror=alert(1)>',
  '</script><script>alert(2)</script><!-- <![CDATA[ ]]> -->',
  '</system-out></testcase><testcase name="forged"/>',
  "\"><b onmouseover='x'>&amp;&#60;&lt;",
  '\u001b[2J\u001b[31mred\u001b]0;title\u0007\u001b]8;;http://evil.example\u0007link',
  '::error::forged',
  ' \n::add-mask::secret\n##[error]forged ##vso[task.complete result=Failed]',
  'line one\r\n::set-output name=x::y\nline three',
  '=cmd|\'/C calc\'!A0,"a",\n+1+1',
  '\u202egpj.exe\u202c \u2066isolated\u2069 \u200fright',
  'NUL \u0000 and \u0001\u000b\u000c\u007f\u0085\u009b31m',
  'lone \ud800 and \udc00 and \ufffe \uffff',
  '| a | b | `code` ``` **bold** _it_ ~~x~~ [x](javascript:alert(1)) ![i](http://evil.example/i.png)',
  '@everyone user@evil.example #1 GH-2 org/repo#3 !4 www.evil.example https://evil.example 0123456789abcdef0123456789abcdef01234567',
  '</code></details>\n\n# heading\n\n- [ ] task\n\n| x |\n|---|\n',
  '$\\href{javascript:x}{y}$ :tada: \\| \\',
  '__proto__',
  'x'.repeat(1_000_000),
  '<'.repeat(1_000_000),
  '\u202e'.repeat(100_000),
];

/** A text of {@link HOSTILE_TEXTS} by its number, from the start again when there are no more. */
export function hostileText(number: number): string {
  return HOSTILE_TEXTS[number % HOSTILE_TEXTS.length] ?? '';
}

/** A report in which every text that a server, a file or a flag could have brought is hostile, each one somewhere. */
export function hostileReport(report: Report, texts: readonly string[] = HOSTILE_TEXTS): Report {
  const textAt = (number: number): string => texts[number % texts.length] ?? '';
  const [room] = report.deliveries.byRoom;
  const [second] = report.timeline;
  if (room === undefined || second === undefined) throw new Error('the report needs a room and a second');
  return {
    ...report,
    tool: { name: textAt(0), version: textAt(5) },
    host: { ...report.host, node: textAt(1), platform: textAt(12), arch: textAt(13) },
    run: {
      ...report.run,
      preset: textAt(7),
      target: textAt(3),
      address: textAt(4),
      dialect: textAt(12),
      command: texts.slice(0, 17).join(' '),
    },
    plan: { ...report.plan, roomSize: textAt(14), theme: texts.map((name) => ({ name })) },
    deliveries: {
      ...report.deliveries,
      lost: texts.length,
      byRoom: texts.map((name) => ({ ...room, room: name, lost: 1 })),
      places: texts.map((name, index) => ({ room: name, second: index, lost: 1, cut: 0 })),
    },
    entrances: report.entrances.flatMap((entrance) => texts.map((target) => ({ ...entrance, target }))),
    errors: {
      ...report.errors,
      total: texts.length,
      share: 1,
      byKind: Object.fromEntries(texts.map((kind, index) => [kind, index + 1])),
      reasons: texts.map((text, index) => ({ kind: `server.${text}`, text, count: index + 1 })),
    },
    verdict: verdictOf(
      'INVALID',
      texts.map((message) => ({ code: message, part: 'both', message })),
    ),
    thresholds: texts.map((expression) => ({ expression, actual: null, passed: false })),
    grade: { level: null, next: textAt(0), why: textAt(12) },
    findings: texts,
    alerts: texts.map((text, index) => ({ rule: text, message: text, second: index, value: 1, limit: 0 })),
  };
}
