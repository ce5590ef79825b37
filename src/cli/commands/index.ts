import { agentCommand } from './agent/agent.js';
import { capacityCommand } from './capacity/capacity.js';
import type { CommandSpec } from './command.js';
import { compareCommand } from './compare/compare.js';
import { completionCommand } from './completion/completion.js';
import { connectCommand } from './connect/connect.js';
import { dialectCommand } from './dialect/dialect.js';
import { dialectsCommand } from './dialects/dialects.js';
import { labCommand } from './lab/lab.js';
import { manCommand } from './man/man.js';
import { mergeCommand } from './merge/merge.js';
import { presetsCommand } from './presets/presets.js';
import { profilesCommand } from './profiles/profiles.js';
import { proxyCommand } from './proxy/proxy.js';
import { reportCommand } from './report/report.js';
import { runCommand } from './run/run.js';
import { serveCommand } from './serve/serve.js';
import { truthCommand } from './truth/truth.js';

/** Every command, in the order of the help. */
export const COMMANDS: readonly CommandSpec[] = [
  runCommand,
  capacityCommand,
  connectCommand,
  agentCommand,
  serveCommand,
  proxyCommand,
  labCommand,
  reportCommand,
  compareCommand,
  mergeCommand,
  presetsCommand,
  profilesCommand,
  dialectCommand,
  dialectsCommand,
  truthCommand,
  completionCommand,
  manCommand,
];
