import { readBounded, whyUnreadable } from '../core/bounded-text.js';
import type { DialectSpec } from '../core/dialect-spec.js';
import { type Problem, saidProblem } from '../core/errors.js';
import { type Message, message } from '../core/language/words.js';
import type { ExistingAccounts } from '../core/run-secrets.js';
import type { FoundFile } from './catalog.js';
import { type CsvRecord, readCsv } from './csv.js';
import { quoted } from './parsers.js';
import { missingColumns, usedColumns } from './placeholders.js';

/** A million accounts of sixty bytes. */
const MOST_BYTES = 64 << 20;
/** More faults of one file say no more. */
const MOST_PROBLEMS = 50;
/** Names that placeholders can have. */
const COLUMN_NAME = /^\w+$/;

/** The accounts of a file, and all that is wrong with it. */
export interface AccountsFile {
  /** How messages name it. */
  readonly shown: string;
  readonly columns: readonly string[];
  readonly records: readonly CsvRecord[];
  readonly problems: readonly Problem[];
}

/** What a run takes of a file of accounts. */
export interface AccountNeed {
  readonly users: number;
  readonly observers: number;
  /** What is sent of each; undefined when that is not known. */
  readonly dialect: DialectSpec | undefined;
}

/** Reads a file of accounts; never rejects but for a fault of ours. @param where the option or key that names it */
export async function readAccounts({ path, shown }: FoundFile, where: string): Promise<AccountsFile> {
  const nothing = { shown, columns: [], records: [] };
  let text: string;
  try {
    text = await readBounded(path, MOST_BYTES);
  } catch (thrown) {
    const why = whyUnreadable(thrown);
    if (why === undefined) throw thrown;
    return { ...nothing, problems: [saidProblem(where, message('file.named', { file: shown, what: why }))] };
  }
  const { records, problems } = readCsv(text);
  const [head, ...rows] = records;
  const at = (line: number, said: Message): Problem => saidProblem(placeOf(shown, line), said);
  const broken = problems.map(({ line, said }) => at(line, said));
  if (head === undefined) return { ...nothing, problems: [...broken, at(1, message('accounts.no-head'))] };
  const columns = head.fields.map((name) => name.trim());
  const faults = [
    ...columnFaults(columns).map((said) => at(head.line, said)),
    ...broken,
    ...rowFaults(columns, rows).map(({ line, said }) => at(line, said)),
  ];
  return {
    shown,
    columns,
    records: rows.filter(({ fields }) => fields.length === columns.length),
    problems: few(faults),
  };
}

/** What is wrong with a sound file of accounts for one run: columns that it lacks, too few accounts, fields that are sent and empty. */
export function accountNeedProblems({ shown, columns, records }: AccountsFile, need: AccountNeed): Problem[] {
  if (columns.length === 0) return [];
  const { users, observers, dialect } = need;
  const needed = users + observers;
  const missing = dialect === undefined ? [] : missingColumns(dialect, columns);
  const used = dialect === undefined ? [] : usedColumns(dialect, columns);
  const lacks = missing.map((name) =>
    saidProblem(placeOf(shown, 1), message('accounts.no-column', { name: quoted(name) })),
  );
  const empty = records
    .slice(0, needed)
    .flatMap(({ line, fields }) =>
      used
        .filter((name) => fields[columns.indexOf(name)] === '')
        .map((name) => saidProblem(placeOf(shown, line), message('accounts.no-value', { name: quoted(name) }))),
    );
  return [...lacks, ...(records.length < needed ? [tooFew(shown, records.length, need)] : []), ...few(empty)];
}

function tooFew(shown: string, there: number, { users, observers }: AccountNeed): Problem {
  const needed = users + observers;
  const told = { there, needed, lacking: needed - there };
  return saidProblem(
    shown,
    observers === 0
      ? message('accounts.too-few', told)
      : message('accounts.too-few.observers', { ...told, users, observers }),
  );
}

/** The accounts that a run takes. */
export function accountsFor({ columns, records }: AccountsFile, { users, observers }: AccountNeed): ExistingAccounts {
  return { columns, rows: records.slice(0, users + observers).map(({ fields }) => fields) };
}

function columnFaults(columns: readonly string[]): Message[] {
  return columns.flatMap((name, index) => {
    if (name === '') return [message('accounts.column-nameless', { number: index + 1 })];
    if (!COLUMN_NAME.test(name)) {
      const isOtherSeparator = columns.length === 1 && /[;\t]/.test(name);
      const told = { name: quoted(name) };
      return [isOtherSeparator ? message('accounts.column-separator', told) : message('accounts.column-name', told)];
    }
    if (name === 'index') return [message('accounts.column-index', { name: '{{user.index}}' })];
    return columns.indexOf(name) < index ? [message('accounts.column-twice', { name: quoted(name) })] : [];
  });
}

function rowFaults(columns: readonly string[], rows: readonly CsvRecord[]): { line: number; said: Message }[] {
  const nameAt = columns.indexOf('name');
  const seen = new Map<string, number>();
  return rows.flatMap(({ line, fields }) => {
    if (fields.length !== columns.length) {
      return [{ line, said: message('accounts.fields', { fields: fields.length, columns: columns.length }) }];
    }
    const key = nameAt === -1 ? JSON.stringify(fields) : (fields[nameAt] ?? '');
    if (nameAt !== -1 && key === '') return [{ line, said: message('accounts.nameless') }];
    const before = seen.get(key);
    seen.set(key, before ?? line);
    if (before === undefined) return [];
    const told = { line: before };
    return [{ line, said: nameAt === -1 ? message('accounts.same-line', told) : message('accounts.same-name', told) }];
  });
}

function placeOf(shown: string, line: number): string {
  return `${shown}:${line}:1`;
}

function few(problems: readonly Problem[]): Problem[] {
  const first = problems.slice(0, MOST_PROBLEMS);
  const last = first.at(-1);
  const more = problems.length - first.length;
  if (more > 0 && last !== undefined) first.push(saidProblem(last.where, message('file.many', { count: more })));
  return first;
}
