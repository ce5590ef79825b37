import type { CommandSpec } from './command.js';
import { compareCommand } from './compare.js';
import { connectCommand } from './connect.js';
import { mergeCommand } from './merge.js';
import { presetsCommand } from './presets.js';
import { reportCommand } from './report.js';
import { runCommand } from './run.js';
import { serveCommand } from './serve.js';
import { truthCommand } from './truth.js';

/** Every command, in the order of the help. */
export const COMMANDS: readonly CommandSpec[] = [
  runCommand,
  connectCommand,
  serveCommand,
  reportCommand,
  compareCommand,
  mergeCommand,
  presetsCommand,
  truthCommand,
];
