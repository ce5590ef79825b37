import type { HostInfo, ReportPlan, ToolInfo } from './report-types.js';

/** What a report needs beside the outcome. */
export interface ReportContext {
  readonly tool: ToolInfo;
  readonly host: HostInfo;
  readonly runId: string;
  readonly preset: string | null;
  readonly seed: number;
  /** The target as the user gave it. */
  readonly target: string;
  /** The dialect's name. */
  readonly dialect: string;
  /** A command line that runs the same again. */
  readonly command: string;
  /** The resolved plan, with its estimate. */
  readonly plan: ReportPlan;
  /** Threshold expressions, checked. */
  readonly thresholds: readonly string[];
}
