import { type Problem, UsageError } from '../../../core/errors.js';
import { message } from '../../../core/language/words.js';
import { EXIT, type ExitCode } from '../../../core/exit-codes.js';
import { findVariant, serveVariant } from '../../../lab/serve-exercise.js';
import { textOf } from '../../flags.js';
import { portToServe } from '../../port-to-serve.js';
import { say, untilSignal, writeData } from '../../io.js';
import { exerciseNamed, type LabCall } from './lab-call.js';

/** `lab serve`: the practice server of an exercise, until a signal. */
export async function serveLab(lab: LabCall): Promise<ExitCode> {
  const { flags, io, palette } = lab.call;
  const id = exerciseNamed(lab, 'serve');
  const isSolved = flags['solved'] === true;
  const variant = findVariant({ id, isSolved, name: textOf(flags, 'variant') });
  const problems: Problem[] = [];
  const port = portToServe(flags, io.env, problems);
  if (problems.length > 0) throw new UsageError(problems);
  const data = textOf(flags, 'data');
  const environment = { ...io.env, ...(data === undefined ? {} : { DATA_DIR: data }) };
  const ended = untilSignal(io);
  const server = await serveVariant(variant, port, { environment });
  await writeData(io.stdout, `${server.url}\n`);
  if (flags['quiet'] !== true)
    say(
      io.stderr,
      io.words.text('lab.serving', {
        id,
        kind: isSolved ? message('lab.serving.solved') : message('lab.serving.broken', { variant: variant.name }),
        url: palette.bold(server.url),
      }),
    );
  await ended;
  await server.close();
  return EXIT.ok;
}
