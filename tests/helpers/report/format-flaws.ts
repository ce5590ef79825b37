import { isDeepStrictEqual } from 'node:util';
import type { Report } from '#dist/report/report-types.js';
import { isJsonObject, parseJson } from '#dist/core/json.js';
import { buildReport } from '#dist/report/build-report.js';
import { htmlReporter } from '#dist/report/reporters/html.js';
import { markdownFlaws } from './markdown.js';
import { reportContext, runOutcome } from './outcome.js';
import { parseXml, type XmlElement } from './xml.js';

type Check = (text: string, report: Report) => string[];

/** One check a format: what is wrong with a text that was made of hostile ones. */
const CHECKS: Readonly<Record<string, Check>> = {
  json: jsonFlaws,
  csv: csvFlaws,
  hlog: hlogFlaws,
  html: htmlFlaws,
  junit: junitFlaws,
  md: mdFlaws,
  review: mdFlaws,
  reviewko: mdFlaws,
  ndjson: ndjsonFlaws,
};

const HARMFUL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/;

/** Lines that build servers obey: GitHub takes `::command::` at the start of a line, `##[command]` anywhere; Azure `##vso[`. */
const COMMAND = /^\s*::[\w-]+(?: [^:\n]*)?::|##(?:vso|teamcity)?\[/m;

/** What is wrong with a report in a format, hostile texts being in it; empty when all is well. */
export function formatFlaws(format: string, text: string, report: Report): string[] {
  const check = CHECKS[format];
  if (check === undefined) return [`there is no check of the format ${format}`];
  const command = COMMAND.exec(text);
  return [
    ...check(text, report),
    ...(command === null ? [] : [`a command for a build server: ${text.slice(command.index, command.index + 60)}`]),
    ...(text.endsWith('\n') ? [] : ['the last line is not ended']),
  ];
}

/** JSON holds everything as it is, and that is all it does. */
function jsonFlaws(text: string, report: Report): string[] {
  const isTheReport = isDeepStrictEqual(JSON.parse(text), JSON.parse(JSON.stringify(report)));
  return [...(isTheReport ? [] : ['it is not the report']), ...(HARMFUL.test(text) ? ['a harmful character'] : [])];
}

/** A timeline is of numbers alone. */
function csvFlaws(text: string): string[] {
  const [header = '', ...rows] = text.trimEnd().split('\n');
  const width = header.split(',').length;
  const flaws = rows.filter(
    (row) => row.split(',').length !== width || !/^[\d.,e+-]*$/.test(row) || /(^|,)[=+@]/.test(row),
  );
  return [...flaws, ...(/^[A-Za-z0-9,]+$/.test(header) ? [] : [header])];
}

/** Comments, a heading, and lines of three numbers and a histogram. */
function hlogFlaws(text: string): string[] {
  const legal = /^(?:#\[[^#[\]]*\]|"StartTimestamp",[\w",]*|(?:Tag=\w+,)?[\d.]+,[\d.]+,[\d.]+,[\w+/=]+)$/;
  return text
    .trimEnd()
    .split('\n')
    .filter((line) => !legal.test(line) || HARMFUL.test(line));
}

/** Every line is an object of its own. */
function ndjsonFlaws(text: string): string[] {
  const lines = text.trimEnd().split('\n');
  const harmful = lines.filter((line) => HARMFUL.test(line));
  return [...harmful, ...lines.filter((line) => !isJsonObject(parseJson(line))), ...sizeFlaws(text, 500_000)];
}

const PAGE_DATA = /(?<=<script type="application\/json" id="page-data">).*?(?=<\/script>)/s;
const NONCE = /nonce[-=]"?[\w-]+/g;

/** Outside of its data a page is the same whatever the report holds, and nothing in the data can end them. */
function htmlFlaws(text: string): string[] {
  const [data = ''] = PAGE_DATA.exec(text) ?? [];
  const frame = (page: string): string => page.replace(PAGE_DATA, '').replaceAll(NONCE, '');
  const harmless = htmlReporter.render(buildReport(runOutcome(), reportContext()));
  JSON.parse(data);
  return [
    ...(frame(text) === frame(harmless) ? [] : ['the page is another one than that of a harmless report']),
    ...(/[<\n]/.test(data) || HARMFUL.test(data) ? ['a harmful character in its data'] : []),
    ...sizeFlaws(text, 500_000),
  ];
}

function junitFlaws(text: string, report: Report): string[] {
  const flaws = sizeFlaws(text, 2_000_000);
  const harmful =
    /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/.exec(text);
  if (harmful !== null) flaws.push(`a harmful character: ${JSON.stringify(harmful[0])}`);
  const cases = elementsIn(parseXml(text)).filter(({ name }) => name === 'testcase').length;
  const bounds = report.comparison?.candidates.flatMap(({ regressions }) => regressions).length ?? 0;
  const expected = report.thresholds.length + bounds + report.phases.length + 3;
  return cases === expected ? flaws : [...flaws, `${cases} cases, not ${expected}`];
}

function elementsIn(element: XmlElement): XmlElement[] {
  return [element, ...element.children.flatMap(elementsIn)];
}

function mdFlaws(text: string): string[] {
  return [...markdownFlaws(text), ...sizeFlaws(text, 65_536)];
}

function sizeFlaws(text: string, most: number): string[] {
  return text.length <= most ? [] : [`${text.length} characters`];
}
