import { readFileSync } from 'node:fs';
import { arch, availableParallelism, platform, totalmem } from 'node:os';
import { isJsonObject, parseJson } from '../core/json.js';
import type { HostInfo, ToolInfo } from '../report/report-types.js';

/** Name of the command and of the package. */
export const TOOL_NAME = 'newyear-load';

/** Name and version of this program, as its package says. */
export function toolInfo(): ToolInfo {
  const content = parseJson(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
  const version = isJsonObject(content) ? content['version'] : undefined;
  return { name: TOOL_NAME, version: typeof version === 'string' ? version : 'unknown' };
}

/** The machine that this process runs on. */
export function hostInfo(): HostInfo {
  return {
    node: process.versions.node,
    platform: platform(),
    arch: arch(),
    cpus: availableParallelism(),
    memoryBytes: totalmem(),
  };
}
