import { BOTH, option } from './option-spec.js';
import { anyText, trueOrFalse, wholeNumber } from './parsers.js';
import { otlpUrl, secretUrl } from './urls.js';

/** Options of what a run shows and writes, in the order of their help; they are no part of a plan. */
export const OUTPUT_OPTIONS = {
  dashboard: option({
    flag: '--dashboard',
    argument: '[port]',
    help: 'Show the run in a browser of this machine while it goes on; without a port a free one is taken',
    commands: BOTH,
    scope: 'output',
    parse: wholeNumber(0, 65_535),
  }),
  alertWebhook: option({
    flag: '--alert-webhook',
    argument: '<url>',
    environment: 'NEWYEAR_LOAD_ALERT_WEBHOOK',
    help: 'Send every alert to a chat channel: JSON as Slack takes it',
    commands: BOTH,
    scope: 'output',
    parse: secretUrl,
  }),
  prometheus: option({
    flag: '--prometheus',
    argument: '[port]',
    fallback: '9464',
    help: 'Serve the numbers to a Prometheus on this machine, at /metrics; 0 takes a free port',
    commands: BOTH,
    scope: 'output',
    parse: wholeNumber(0, 65_535),
  }),
  otlp: option({
    flag: '--otlp',
    argument: '<url>',
    help: 'Send the numbers to an OpenTelemetry collector: OTLP over HTTP',
    commands: BOTH,
    scope: 'output',
    parse: otlpUrl,
  }),
  out: option({
    flag: '--out',
    short: '-o',
    argument: '<format=file>',
    repeatable: true,
    help: 'Write a report: html=report.html, json, csv, hlog, junit, md; or the run as it goes on: ndjson; - is stdout',
    commands: BOTH,
    scope: 'output',
    parse: anyText,
  }),
  json: option({
    flag: '--json',
    help: 'The JSON report on stdout, nothing else there',
    commands: BOTH,
    scope: 'output',
    parse: trueOrFalse,
  }),
  quiet: option({
    flag: '--quiet',
    short: '-q',
    help: 'No progress and no summary, only errors',
    commands: BOTH,
    scope: 'output',
    parse: trueOrFalse,
  }),
  color: option({ flag: '--no-color', help: 'No colours', commands: BOTH, scope: 'output', parse: trueOrFalse }),
  progress: option({
    flag: '--no-progress',
    help: 'No progress display',
    commands: BOTH,
    scope: 'output',
    parse: trueOrFalse,
  }),
  dryRun: option({
    flag: '--dry-run',
    help: 'Print the resolved plan and its fan-out arithmetic, touch nothing',
    commands: BOTH,
    scope: 'output',
    parse: trueOrFalse,
  }),
};
