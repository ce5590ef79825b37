/** What is told of a format of `--out` without writing it. */
export interface ReportFormat {
  /** What `--out <format>=<file>` calls it: lower-case letters and digits. */
  readonly format: string;
  /** Extension of its files without the dot, by which a bare path names the format. No two formats share one. */
  readonly extension: string;
  /** What it holds, a few words for the help. */
  readonly describe: string;
}

/** The formats that a report can be written in, by their names, in the order of the help; `reporters/` has what writes each. */
export const REPORT_FORMATS = {
  json: { format: 'json', extension: 'json', describe: 'everything that was measured' },
  csv: { format: 'csv', extension: 'csv', describe: 'the timeline, one row a second' },
  hlog: { format: 'hlog', extension: 'hlog', describe: 'latencies of every second, as an HdrHistogram log' },
  html: { format: 'html', extension: 'html', describe: 'a page with charts, for a browser' },
  junit: { format: 'junit', extension: 'xml', describe: 'test cases for build servers: thresholds, phases, verdict' },
  md: { format: 'md', extension: 'md', describe: 'the summary for a pull request or a step summary' },
  review: {
    format: 'review',
    extension: 'review.md',
    describe: 'an incident review: what is known, then the questions',
  },
  reviewko: { format: 'reviewko', extension: 'review.ko.md', describe: 'the same in Korean' },
} as const satisfies Readonly<Record<string, ReportFormat>>;
