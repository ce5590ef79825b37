import { inEnglish, type Message, message } from '../core/language/words.js';
import type { DialectSpec } from '../core/dialect-spec.js';
import { type DialectText, dialectTexts } from '../core/dialect-texts.js';
import { type Problem, saidProblem } from '../core/errors.js';
import { fixedSecretsOf, MASK } from '../core/fixed-secrets.js';
import { brokenVariablesIn, type Variables, variableNamesIn } from '../core/variables.js';
import type { ValuePath } from './document.js';
import { quoted } from './parsers.js';

/** Where variables are looked up; null for a plan that is only looked at, whose variables are left alone. */
export type Environment = Readonly<Record<string, string | undefined>> | null;

/** A variable as examples have it. */
const VARIABLE = '${NAME}';

type Where = (path: ValuePath) => string;

/** What no header takes: control characters, and all that is beyond Latin-1 (RFC 9110, section 5.5). */
const NOT_IN_HEADERS = /[^\t\u0020-\u007e\u0080-\u00ff]/;

/** The environment variables that a dialect names, with their values, which {@link variableProblems} has found to be there. */
export function variablesOf(dialect: DialectSpec, environment: Environment): Variables {
  const names = dialectTexts(dialect).flatMap(({ text }) => variableNamesIn(text));
  return Object.fromEntries(names.map((name) => [name, lookUp(name, environment) ?? '']));
}

/**
 * What is wrong with the `${VARIABLES}` of a dialect: those that are not set, each where it is named first, those at places that
 * nothing is filled into, and what begins like one and is none.
 */
export function variableProblems(dialect: DialectSpec, environment: Environment, where: Where): Problem[] {
  const told = new Set<string>();
  return dialectTexts(dialect).flatMap((text) =>
    complaintsAbout(text, environment, told).map((what) =>
      saidProblem(where(text.path), message('file.at', { path: text.path.join('.'), what })),
    ),
  );
}

function complaintsAbout({ path, text, isSent }: DialectText, environment: Environment, told: Set<string>): Message[] {
  const broken = brokenVariablesIn(text).map((part) =>
    message('dialect.variable.broken', { part: quoted(part), example: VARIABLE, doubled: '$${', plain: '${' }),
  );
  const names = variableNamesIn(text);
  if (!isSent)
    return [...broken, ...names.map((name) => message('dialect.variable.not-sent', { name: `\${${name}}` }))];
  const unfit = (environment === null ? [] : names).flatMap((name) => {
    const complaint = complaintAboutValue(name, lookUp(name, environment), path.at(-2) === 'headers');
    if (complaint === undefined || told.has(name)) return [];
    told.add(name);
    return [complaint];
  });
  return [...broken, ...unfit];
}

/** Names like `toString` are no variables. */
function lookUp(name: string, environment: Environment): string | undefined {
  return environment !== null && Object.hasOwn(environment, name) ? environment[name] : undefined;
}

/** @param value which is never part of the complaint */
function complaintAboutValue(name: string, value: string | undefined, isHeader: boolean): Message | undefined {
  if (value === undefined) return message('dialect.variable.not-set', { name });
  if (value === '') return message('dialect.variable.empty', { name });
  if (isHeader && NOT_IN_HEADERS.test(value)) return message('dialect.variable.header', { name });
  return undefined;
}

/** Places of a report's dialect where secrets were when it was made. */
export function maskedSecretProblems(dialect: DialectSpec, where: Where): Problem[] {
  return fixedSecretsOf(dialect)
    .filter(({ value }) => value === MASK)
    .map(({ path }) => {
      const what = message('dialect.secret', { name: VARIABLE });
      return saidProblem(where(path), message('file.at', { path: path.join('.'), what }));
    });
}

/** What to tell about certificates that nobody checks, and about secrets that are written out in a dialect. */
export function secrecyNotices(dialect: DialectSpec, isInsecure: boolean): string[] {
  const places = new Set(fixedSecretsOf(dialect).map(({ path }) => path.join('.')));
  const written = message('notice.fixed-secrets', { places: [...places], mask: MASK, name: '${NAME}' });
  return [...(isInsecure ? [message('notice.insecure')] : []), ...(places.size === 0 ? [] : [written])].map(inEnglish);
}
