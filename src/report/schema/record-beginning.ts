import { listOf } from './collections.js';
import { reportSchema } from './report.js';
import { fields, VALUES } from './values.js';

const { tool, host, run, plan, alerts } = reportSchema.shape;
const { startedAt, id, preset, seed, target, dialect, command } = run.shape;

/** How a record begins: what its report says beside what was measured, by the same rules. */
export const recordBeginningSchema = fields({
  startedAt,
  context: fields({
    tool,
    host,
    runId: id,
    preset,
    seed,
    target,
    dialect,
    command,
    plan,
    thresholds: listOf(VALUES.text),
    // Records from before there were alerts have none.
    alerts: alerts.exactOptional(),
  }),
});
