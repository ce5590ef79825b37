import { orProblem, type Problem, saidProblem } from '../core/errors.js';
import { message } from '../core/language/words.js';
import { isRecord, type OutSpec, parseOutSpec, RECORD_FORMAT, RUN_FORMATS, STDOUT } from '../report/out-spec.js';
import { checkOutputs } from '../report/output.js';
import { OPTIONS } from '../scenario/options.js';

/** What `--out` and `--json` say. */
interface OutFlags {
  readonly out?: string | boolean | readonly string[] | undefined;
  readonly json?: string | boolean | readonly string[] | undefined;
  /** A report that the run is compared with, and that no output may replace. */
  readonly baseline?: string | boolean | readonly string[] | undefined;
}

/** Where everything is to be written, and every reason why it cannot be. */
export interface Outputs {
  readonly outputs: readonly OutSpec[];
  readonly problems: readonly Problem[];
}

/** The outputs of a run: reports, and the record of it. */
export async function readRunOutputs({ out, json, baseline }: OutFlags): Promise<Outputs> {
  const outputs: OutSpec[] = json === true ? [{ format: 'json', path: STDOUT }] : [];
  const problems: Problem[] = [];
  for (const text of [out ?? []].flat()) {
    outputs.push(...orProblem(parseOutSpec(String(text), RUN_FORMATS), OPTIONS.out.flag, problems));
  }
  const kept = typeof baseline === 'string' ? [baseline] : [];
  return { outputs, problems: [...problems, ...(await checkOutputs(outputs, kept))] };
}

/** The outputs of a report that is there already: of a run that is over, no record can be made. */
export async function readReportOutputs(flags: OutFlags): Promise<Outputs> {
  const { outputs, problems } = await readRunOutputs(flags);
  const records = outputs.filter(isRecord).map(({ path }): Problem => {
    return saidProblem(OPTIONS.out.flag, message('fit.record-late', { format: RECORD_FORMAT.format, file: path }));
  });
  return { outputs, problems: [...problems, ...records] };
}
