import { readBounded, whyUnreadable } from '../core/bounded-text.js';
import type { DialectSpec } from '../core/dialect-spec.js';
import type { Problem } from '../core/errors.js';
import type { ExistingAccounts } from '../core/run-secrets.js';
import { amount } from '../core/text.js';
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
    return { ...nothing, problems: [{ where, message: `${shown}: ${why}` }] };
  }
  const { records, problems } = readCsv(text);
  const [head, ...rows] = records;
  const at = (line: number, message: string): Problem => ({ where: placeOf(shown, line), message });
  const broken = problems.map(({ line, message }) => at(line, message));
  if (head === undefined) {
    const message = 'has no first line with the names of the columns, as in name,password';
    return { ...nothing, problems: [...broken, at(1, message)] };
  }
  const columns = head.fields.map((name) => name.trim());
  const faults = [
    ...columnFaults(columns).map((message) => at(head.line, message)),
    ...broken,
    ...rowFaults(columns, rows).map(({ line, message }) => at(line, message)),
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
  const lacks = missing.map((name) => ({
    where: placeOf(shown, 1),
    message: `has no column ${quoted(name)}, which the dialect sends; the first line has the columns’ names`,
  }));
  const empty = records
    .slice(0, needed)
    .flatMap(({ line, fields }) =>
      used
        .filter((name) => fields[columns.indexOf(name)] === '')
        .map((name) => ({ where: placeOf(shown, line), message: `has no ${quoted(name)}, which the dialect sends` })),
    );
  return [...lacks, ...(records.length < needed ? [tooFew(shown, records.length, need)] : []), ...few(empty)];
}

function tooFew(shown: string, there: number, { users, observers }: AccountNeed): Problem {
  const needed = users + observers;
  const whom = observers === 0 ? '' : `: ${amount(users, 'user')} and ${amount(observers, 'observer')}`;
  const less = observers === 0 ? '' : ', or leave the observers out with --no-canary';
  const message = `has ${amount(there, 'account')}, and the run takes ${needed}${whom}; add ${needed - there}, take fewer users${less}`;
  return { where: shown, message };
}

/** The accounts that a run takes. */
export function accountsFor({ columns, records }: AccountsFile, { users, observers }: AccountNeed): ExistingAccounts {
  return { columns, rows: records.slice(0, users + observers).map(({ fields }) => fields) };
}

function columnFaults(columns: readonly string[]): string[] {
  return columns.flatMap((name, index) => {
    if (name === '') return [`has no name for column ${index + 1}`];
    if (!COLUMN_NAME.test(name)) {
      const hint = columns.length === 1 && /[;\t]/.test(name) ? '; columns are separated by commas' : '';
      return [`${quoted(name)} is no name of a column, which may have letters, digits and _ only${hint}`];
    }
    if (name === 'index') return ['"index" would hide our own {{user.index}}; choose another name'];
    return columns.indexOf(name) < index ? [`has the column ${quoted(name)} twice`] : [];
  });
}

function rowFaults(columns: readonly string[], rows: readonly CsvRecord[]): { line: number; message: string }[] {
  const nameAt = columns.indexOf('name');
  const seen = new Map<string, number>();
  return rows.flatMap(({ line, fields }) => {
    if (fields.length !== columns.length) {
      return [
        { line, message: `has ${amount(fields.length, 'field')}, and there are ${amount(columns.length, 'column')}` },
      ];
    }
    const key = nameAt === -1 ? JSON.stringify(fields) : (fields[nameAt] ?? '');
    if (nameAt !== -1 && key === '') return [{ line, message: 'has no "name"' }];
    const before = seen.get(key);
    seen.set(key, before ?? line);
    if (before === undefined) return [];
    return [{ line, message: nameAt === -1 ? `is the same as line ${before}` : `has the name of line ${before}` }];
  });
}

function placeOf(shown: string, line: number): string {
  return `${shown}:${line}:1`;
}

function few(problems: readonly Problem[]): Problem[] {
  const first = problems.slice(0, MOST_PROBLEMS);
  const last = first.at(-1);
  const more = problems.length - first.length;
  if (more > 0 && last !== undefined) first.push({ where: last.where, message: `and ${more} more lines like these` });
  return first;
}
