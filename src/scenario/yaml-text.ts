import { Composer, type CST, type Document, Lexer, LineCounter, Parser } from 'yaml';
import { saidProblem } from '../core/errors.js';
import { parseJson } from '../core/json.js';
import { message } from '../core/language/words.js';
import type { ReadResult, YamlFile } from './yaml-file.js';
import { MOST_LEVELS, TOO_DEEP, type YamlFault, YamlValue } from './yaml-value.js';

/** A theme of ten thousand greetings takes a quarter of it. */
export const MOST_YAML_BYTES = 2 * 1024 * 1024;

/** A report's levels, with those of the deepest dialect in its plan; far fewer than JSON may have. */
const MOST_LEVELS_OF_OURS = MOST_LEVELS + 6;

/** After so many errors a text is no YAML at all. */
const MOST_ERRORS = 100;

/** Parses JSON as JSON, a hundred times faster; where its values stand is looked for only when somebody has to know. */
export function parseOurs(text: string, shown: string, isOurs: (content: unknown) => boolean): ReadResult | undefined {
  const value = /^\s*\{/.test(text) ? parseJson(text) : undefined;
  if (!isOurs(value)) return undefined;
  // With what the next report and record put around it, it has to stay readable.
  if (isDeeperThan(MOST_LEVELS_OF_OURS, value)) return { problems: [saidProblem(shown, TOO_DEEP)] };
  let parsed: ReadResult | undefined;
  const places = (): YamlFile | undefined => {
    parsed ??= text.length > MOST_YAML_BYTES ? { problems: [] } : parseYaml(text, shown);
    return 'file' in parsed ? parsed.file : undefined;
  };
  return {
    file: {
      value,
      where: (path) => places()?.where(path) ?? shown,
      whereKey: (path) => places()?.whereKey(path) ?? shown,
    },
  };
}

function isDeeperThan(levels: number, value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((inner) => isDeeperThan(levels - 1, inner));
}

/** Parses a text. @param shown how messages name its file */
export function parseYaml(text: string, shown: string): ReadResult {
  const lines = new LineCounter();
  const at = (offset: number): string => {
    const { line, col } = lines.linePos(offset);
    return `${shown}:${line}:${col}`;
  };
  const refuse = (faults: readonly YamlFault[]): ReadResult => ({
    problems: faults.map(({ offset, said }) => saidProblem(at(offset), said)),
  });
  const documents = composed(text, lines);
  if (!Array.isArray(documents)) return refuse([documents]);
  const [document, second] = documents;
  if (document === undefined) return { problems: [saidProblem(shown, message('file.empty'))] };
  const faults = [...document.errors, ...document.warnings].map(
    (error): YamlFault => ({ offset: error.pos[0], said: message('file.yaml', { detail: sentence(error.message) }) }),
  );
  if (second !== undefined) faults.push({ offset: second.range[0], said: message('file.second-document') });
  if (faults.length > 0) return refuse(faults);
  const content = new YamlValue(document.contents);
  if (content.faults.length > 0) return refuse(content.faults);
  if (content.value === null) return { problems: [saidProblem(shown, message('file.empty'))] };
  return {
    file: {
      value: content.value,
      where: (path) => at(content.offsetOf(path)),
      whereKey: (path) => at(content.offsetOfKey(path) ?? content.offsetOf(path)),
    },
  };
}

/**
 * The documents of a text, or the place where it gets too deep: the library calls itself for every level, so the bound has to
 * hold before anything is composed. Keys are compared by {@link YamlValue}, since the library compares each with all others.
 */
function composed(text: string, lines: LineCounter): Document.Parsed[] | YamlFault {
  const parser = new Parser(lines.addNewLine);
  const tokens: CST.Token[] = [];
  let errors = 0;
  lines.addNewLine(0);
  for (const lexeme of new Lexer().lex(text)) {
    for (const token of parser.next(lexeme)) {
      tokens.push(token);
      if (token.type === 'error') errors++;
    }
    // On the stack are also the document and the scalar that is being read.
    if (parser.stack.length > MOST_LEVELS + 2) return { offset: parser.offset, said: TOO_DEEP };
    if (errors > MOST_ERRORS) break;
  }
  for (const token of parser.end()) tokens.push(token);
  return withoutStacks(() => [
    ...new Composer({ prettyErrors: false, uniqueKeys: false }).compose(tokens, true, text.length),
  ]);
}

/** The library's errors are made by the hundred thousand in a text that is no YAML, and where in the library is of no use. */
function withoutStacks<T>(compose: () => T): T {
  const before = Error.stackTraceLimit;
  Error.stackTraceLimit = 0;
  try {
    return compose();
  } finally {
    Error.stackTraceLimit = before;
  }
}

function sentence(text: string): string {
  return text.replace(/\.$/, '').replace(/^[A-Z](?![A-Z])/, (first) => first.toLowerCase());
}
