import type { Option } from 'commander';
import { EXIT_CODES_HELP, PROGRAM_EPILOGUE, PROGRAM_HELP } from '../../help.js';
import { TOOL_NAME, toolInfo } from '../../tool.js';
import type { CommandEntry } from '../command.js';

/** The manual page of section 1, in the macros of man(7): every command with its flags, as the help has them. */
export async function manualPage(commands: readonly CommandEntry[]): Promise<string> {
  const parts = await Promise.all(commands.map(commandLines));
  return [
    `.TH ${TOOL_NAME.toUpperCase()} 1 "" ${quoted(`${TOOL_NAME} ${toolInfo().version}`)} "User Commands"`,
    '.SH NAME',
    `${escaped(TOOL_NAME)} \\- load generator for Socket.IO chat servers`,
    '.SH SYNOPSIS',
    `.B ${escaped(TOOL_NAME)}`,
    '[command] [flags]',
    '.SH DESCRIPTION',
    escaped(PROGRAM_HELP.description),
    ...verbatim(PROGRAM_EPILOGUE.replace(EXIT_CODES_HELP, '')),
    '.SH COMMANDS',
    ...commands.flatMap(({ name, summary }) => ['.TP', `.B ${escaped(name)}`, escaped(summary)]),
    ...parts.flat(),
    '.SH EXIT STATUS',
    ...verbatim(EXIT_CODES_HELP.replace(/^Exit codes:\n/, '')),
    '.SH SEE ALSO',
    'The pages in docs/ of the package.',
    '',
  ].join('\n');
}

async function commandLines({ name, spec }: CommandEntry): Promise<string[]> {
  const { operands, epilogue, options } = await spec();
  const usage = [TOOL_NAME, name, ...(operands === undefined ? [] : [operands]), '[flags]'].join(' ');
  return [
    `.SH ${quoted(`${TOOL_NAME} ${name}`.toUpperCase())}`,
    escaped(usage),
    ...options().flatMap(optionLines),
    ...verbatim(epilogue.replace(EXIT_CODES_HELP, '')),
  ];
}

function optionLines({ flags, description }: Option): string[] {
  return ['.TP', `.B ${escaped(flags)}`, escaped(description)];
}

/** Lines as they are. */
function verbatim(text: string): string[] {
  const lines = text.trim();
  return lines === '' ? [] : ['.PP', '.nf', ...lines.split('\n').map(escaped), '.fi'];
}

/** As roff names a character that is none of ASCII. */
function hex(character: string): string {
  return (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
}

/** A line of text: no backslash is an escape, no hyphen a dash, and no point or apostrophe at its beginning a request. */
function escaped(text: string): string {
  return text
    .replaceAll('\\', String.raw`\e`)
    .replaceAll('-', String.raw`\-`)
    .replace(/[^\0-\u007f]/gu, (character) => String.raw`\[u${hex(character)}]`)
    .replace(/^[.']/, String.raw`\&$&`);
}

function quoted(text: string): string {
  return `"${escaped(text).replaceAll('"', '""')}"`;
}
