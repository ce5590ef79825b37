import { isCapacityFile } from '../../../capacity/report/read-capacity.js';
import { COMPARISON_FORMATS } from '../../../compare/formats/index.js';
import { readRegression } from '../../../compare/regressions.js';
import { InternalError, orProblem, type Problem, UsageError } from '../../../core/errors.js';
import { EXIT, type ExitCode } from '../../../core/exit-codes.js';
import { tellerOf } from '../../../core/language/retell.js';
import { saidUnknownName } from '../../../core/nearest.js';
import { type OutSpec, parseOutSpec, STDOUT } from '../../../report/out-spec.js';
import { checkOutputs, type Output, writeTexts } from '../../../report/output.js';
import type { Voice } from '../../../report/voice.js';
import { hasGitHub } from '../../ci/workflow-commands.js';
import { colourLevel, createPalette } from '../../colours.js';
import { type RawFlags, textsOf } from '../../flags.js';
import { say, widthOf, writeData } from '../../io.js';
import { readLogFlags } from '../../reports/log-flags.js';
import type { CommandCall } from '../command.js';
import { type Compared, compareRuns } from './compare-runs.js';
import { compareSearches } from './compare-searches.js';
import { comparisonLines } from './table.js';

/** `compare`: reads the reports and says what changed. */
export async function compare({ flags, operands, strays, io, palette }: CommandCall): Promise<ExitCode> {
  const { comparison, known, outputs } = await readCall(flags, operands, strays);
  const { words } = io;
  const voice: Voice = { words, tell: tellerOf(words, known) };
  const texts = outputs.map((spec) => outputOf(comparison, spec, voice));
  const failures = await writeTexts(texts, (text) => writeData(io.stdout, text));
  if (flags['quiet'] !== true && outputs.every(({ path }) => path !== STDOUT)) {
    const onStdout = createPalette(colourLevel(io.env, io.stdout, flags['color'] === false));
    const lines = comparisonLines(comparison, { width: widthOf(io.stdout), palette: onStdout, voice });
    await writeData(io.stdout, `${lines.join('\n')}\n`);
  }
  for (const { message } of failures) say(io.stderr, `${palette.bad(words.text('end.error'))} ${message}`);
  if (hasGitHub(io.env)) await (await import('../../ci/tell.js')).tellOfComparison(comparison, io, palette);
  if (failures.length > 0) return EXIT.fault;
  const bounds = comparison.candidates.flatMap((candidate) => candidate.regressions);
  return bounds.every(({ passed }) => passed) ? EXIT.ok : EXIT.thresholdFailed;
}

interface CompareCall extends Compared {
  readonly outputs: readonly OutSpec[];
}

/** @throws UsageError with every problem of the command line and of the files */
async function readCall(flags: RawFlags, files: readonly string[], strays: readonly Problem[]): Promise<CompareCall> {
  const problems: Problem[] = [...strays, ...tooFew(files)];
  const regressions = textsOf(flags, 'failOnRegression').flatMap((text) =>
    orProblem(readRegression(text), '--fail-on-regression', problems),
  );
  const outputs = [
    ...(flags['json'] === true ? [{ format: 'json', path: STDOUT }] : []),
    ...textsOf(flags, 'out').flatMap((text) => orProblem(outSpecOf(text), '--out', problems)),
  ];
  problems.push(...(await checkOutputs(outputs, files)));
  const asked = readLogFlags(flags, problems);
  const areSearches = await Promise.all(files.map(isCapacityFile));
  const compared = areSearches.includes(true)
    ? await compareSearches(files, regressions, problems)
    : await compareRuns(files, { asked, isForced: flags['force'] === true, regressions }, problems);
  if (compared === undefined || problems.length > 0) throw new UsageError(problems);
  return { ...compared, outputs };
}

function tooFew(files: readonly string[]): Problem[] {
  if (files.length >= 2) return [];
  const message = 'needs the report of a base and that of at least one other run: compare base.json new.json';
  return [{ where: 'compare', message }];
}

/** A format alone is for stdout: a comparison is most often read there, or piped. */
function outSpecOf(text: string): ReturnType<typeof parseOutSpec> {
  const formats = COMPARISON_FORMATS.map(({ format }) => format);
  if (formats.includes(text)) return { format: text, path: STDOUT };
  // One word is a format, and no file's name without an extension.
  return /^\w+$/.test(text) ? saidUnknownName('format', text, formats) : parseOutSpec(text, COMPARISON_FORMATS);
}

function outputOf(comparison: Compared['comparison'], { format, path }: OutSpec, voice: Voice): Output {
  const known = COMPARISON_FORMATS.find((candidate) => candidate.format === format);
  if (known === undefined) throw new InternalError(`there is no format ${format} for comparisons`);
  return { path, render: () => known.render(comparison, voice) };
}
