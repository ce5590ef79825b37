import { type Message, message } from '../core/language/words.js';

/** One record of a file of comma-separated values. */
export interface CsvRecord {
  /** The line on which it begins, from 1. */
  readonly line: number;
  readonly fields: readonly string[];
}

/** What is wrong on a line. */
export interface CsvProblem {
  readonly line: number;
  readonly said: Message;
}

const [QUOTE, COMMA] = ['"', ','];
const LINE_END = /\r\n|\n|\r/y;
/** What a field without quotes ends before, and a quote, which may not stand in one. */
const PLAIN = /[^",\r\n]*/y;
const QUOTED = /[^"]*/y;

/**
 * Reads comma-separated values (RFC 4180): fields in quotes may hold commas, line breaks and doubled quotes. Lines end by CR LF, LF
 * or CR; empty lines are no records. A record with a fault is left out, and reading goes on with the next line.
 */
export function readCsv(text: string): {
  readonly records: readonly CsvRecord[];
  readonly problems: readonly CsvProblem[];
} {
  const records: CsvRecord[] = [];
  const problems: CsvProblem[] = [];
  const reader = new CsvReader(text);
  while (!reader.isAtEnd) {
    const { line } = reader;
    const record = reader.readRecord();
    if (!Array.isArray(record)) problems.push({ line, said: record });
    else if (record.length > 1 || record[0] !== '') records.push({ line, fields: record });
  }
  return { records, problems };
}

class CsvReader {
  /** Of the record that is read next, from 1. */
  line = 1;
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#text.length;
  }

  /** @returns the fields, or what is wrong with the record */
  readRecord(): string[] | Message {
    const fields: string[] = [];
    for (;;) {
      const field = this.#text[this.#at] === QUOTE ? this.#readQuoted() : this.#take(PLAIN);
      if (field === undefined) return message('csv.open-quote');
      fields.push(field);
      if (this.#skipLineEnd() || this.isAtEnd) return fields;
      if (this.#text[this.#at] !== COMMA) return this.#skipFault();
      this.#at++;
    }
  }

  /** @returns undefined when the field never ends */
  #readQuoted(): string | undefined {
    let field = '';
    for (this.#at++; !this.isAtEnd; this.#at++) {
      const part = this.#take(QUOTED);
      this.line += part.match(/\r\n|\n|\r/g)?.length ?? 0;
      field += part;
      if (this.isAtEnd) return undefined;
      this.#at++;
      if (this.#text[this.#at] !== QUOTE) return field;
      field += QUOTE;
    }
    return undefined;
  }

  /** Goes on to the next line. @returns what is wrong with this one */
  #skipFault(): Message {
    const isInside = this.#text[this.#at] === QUOTE;
    while (!this.isAtEnd && !this.#skipLineEnd()) this.#at++;
    return message(isInside ? 'csv.quote-inside' : 'csv.behind-quote');
  }

  #take(pattern: RegExp): string {
    pattern.lastIndex = this.#at;
    const [part = ''] = pattern.exec(this.#text) ?? [];
    this.#at += part.length;
    return part;
  }

  #skipLineEnd(): boolean {
    const end = this.#take(LINE_END);
    if (end !== '') this.line++;
    return end !== '';
  }
}
