import { type ChildProcess, spawn } from 'node:child_process';
import { nowUs, sleep, waitAtMost } from '../../core/clock.js';
import { StartError, systemCodeOf } from '../../core/errors.js';
import { recognised } from '../../core/language/recognise.js';
import { inEnglish, message } from '../../core/language/words.js';
import { printable } from '../../core/text.js';
import { probeTcp } from '../../net/probe-tcp.js';
import type { ServerLife } from '../evidence.js';
import type { LearnerServer } from './learner-server.js';
import { pidListeningOn, placesOfGroup } from './listening-pid.js';

const HOST = '127.0.0.1';
/** For `npm start` with a build before it. */
const READY_WITHIN_MS = 30_000;
const LOOK_EVERY_MS = 50;
/** One that has listened elsewhere for so long, and not where it is to, is not waited for any longer. */
const ELSEWHERE_MS = 3000;
/** Between two looks at where it listens, each of which goes through all processes of the machine. */
const PLACES_EVERY_MS = 500;
/** Where Node's inspector listens before the server is there (`--inspect`). */
const INSPECTOR = /:9229$/;
/** One that has not ended after SIGTERM by then is killed. */
const KILL_AFTER_MS = 5000;
/** What is kept of what the server writes to its standard error. */
const LAST_WORDS_CHARACTERS = 4000;
/** And what of that is told. */
const LAST_WORDS_SHOWN = 400;

/** Kills a group when its standard input ends without a line: when we are gone, however that came about. */
const GUARD = 'read -r _ || kill -s KILL -- "-$1"';

/** What a server is started with. */
export interface ManagedServerOptions {
  /** As a shell takes it. */
  readonly command: string;
  readonly port: number;
  /** Everything but `PORT`. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Takes each of its lives. */
  readonly lives: ServerLife[];
}

interface Running {
  readonly child: ChildProcess;
  readonly life: { -readonly [Field in keyof ServerLife]: ServerLife[Field] };
  readonly gone: Promise<void>;
  /** Ends all of it at once, when this process ends before its time. */
  readonly killAtExit: () => void;
  /** Once it has ended, nobody needs to end it when we are gone. */
  readonly callOffGuard: () => void;
  pid: number | undefined;
}

/** A server that the lab starts by its learner's command, in a process group of its own, so that nothing of it is left behind. */
export class ManagedServer implements LearnerServer {
  readonly urls: readonly [string, ...string[]];
  readonly isOurs = true;
  readonly #options: ManagedServerOptions;
  #running: Running | undefined;
  #stopping: Promise<void> | undefined;

  constructor(options: ManagedServerOptions) {
    this.#options = options;
    this.urls = [`http://${HOST}:${options.port}`];
  }

  get pid(): number | undefined {
    return this.#running?.pid;
  }

  async start(more: Readonly<Record<string, string>> = {}): Promise<void> {
    await this.#end();
    if (this.#stopping !== undefined) return;
    const running = this.#spawn(more);
    this.#running = running;
    if (!(await this.#isReady(running))) throw await this.#notReady(running);
    running.life.readyUs = nowUs();
    // Who listens is who has to be watched and signalled: the shell, or npm, may be between.
    running.pid = (await pidListeningOn(this.#options.port)) ?? running.child.pid;
  }

  signal(name: NodeJS.Signals): void {
    const running = this.#running;
    if (running?.pid === undefined) return;
    running.life.signalledUs ??= nowUs();
    kill(running.pid, name);
  }

  async ended(withinMs: number): Promise<boolean> {
    const running = this.#running;
    if (running === undefined) return true;
    await waitAtMost(withinMs, running.gone);
    return running.life.exitedUs !== null;
  }

  stop(): Promise<void> {
    this.#stopping ??= this.#end();
    return this.#stopping;
  }

  #spawn(more: Readonly<Record<string, string>>): Running {
    const { command, port, environment, lives } = this.#options;
    const child = spawn(command, {
      shell: true,
      detached: true,
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { ...environment, PORT: String(port), ...more },
    });
    const life = { startedUs: nowUs(), readyUs: null, signalledUs: null, exitedUs: null, end: null, lastWords: '' };
    lives.push(life);
    let heard = '';
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      heard = (heard + text).slice(-LAST_WORDS_CHARACTERS);
      life.lastWords = lastWordsOf(heard);
    });
    const killAtExit = (): void => killGroup(child, 'SIGKILL');
    process.once('exit', killAtExit);
    return { child, life, gone: whenGone(child, life), killAtExit, callOffGuard: guard(child), pid: undefined };
  }

  async #isReady({ child, life }: Running): Promise<boolean> {
    const until = nowUs() + READY_WITHIN_MS * 1000;
    let lookUs = nowUs() + PLACES_EVERY_MS * 1000;
    let elsewhereSinceUs: number | undefined;
    while (life.exitedUs === null && nowUs() < until && this.#stopping === undefined) {
      const doesListen = await probeTcp(HOST, this.#options.port, LOOK_EVERY_MS * 10).then(
        () => true,
        () => false,
      );
      if (doesListen) return true;
      if (nowUs() > lookUs) {
        const isElsewhere = (await placesOf(child)).length > 0;
        elsewhereSinceUs = isElsewhere ? (elsewhereSinceUs ?? nowUs()) : undefined;
        if (elsewhereSinceUs !== undefined && nowUs() - elsewhereSinceUs > ELSEWHERE_MS * 1000) return false;
        lookUs = nowUs() + PLACES_EVERY_MS * 1000;
      }
      await sleep(LOOK_EVERY_MS);
    }
    return false;
  }

  async #notReady({ child, life }: Running): Promise<StartError> {
    const { startedUs, lastWords: words } = life;
    const end = life.end === null ? null : recognised(life.end);
    const { port } = this.#options;
    const command = printable(this.#options.command);
    if (end !== null)
      return new StartError(
        words === '' ? message('lab.ended', { command, end }) : message('lab.ended.words', { command, end, words }),
        { hint: message('lab.ended.hint', { port: String(port), command }) },
      );
    const silent = { command, place: `${HOST}:${port}`, seconds: Math.round((nowUs() - startedUs) / 1e6) };
    const places = await placesOf(child);
    return new StartError(
      words === '' ? message('lab.silent', silent) : message('lab.silent.words', { ...silent, words }),
      {
        hint:
          places.length === 0
            ? message('lab.silent.hint')
            : message('lab.silent.elsewhere', { places: places.join(', '), place: silent.place }),
      },
    );
  }

  async #end(): Promise<void> {
    const running = this.#running;
    this.#running = undefined;
    if (running === undefined) return;
    const { child, life, gone, killAtExit, callOffGuard } = running;
    if (life.exitedUs === null) life.signalledUs ??= nowUs();
    // Also of one that has ended: what it had started itself is in its group.
    killGroup(child, 'SIGTERM');
    const until = nowUs() + KILL_AFTER_MS * 1000;
    while (hasGroup(child) && nowUs() < until) await sleep(LOOK_EVERY_MS);
    killGroup(child, 'SIGKILL');
    await gone;
    process.off('exit', killAtExit);
    callOffGuard();
  }
}

/** Where it listens, what is for its developers alone left out. */
async function placesOf({ pid }: ChildProcess): Promise<string[]> {
  return pid === undefined ? [] : (await placesOfGroup(pid)).filter((place) => !INSPECTOR.test(place));
}

/** Is anything left of what was started? The shell may have ended before the server. */
function hasGroup({ pid }: ChildProcess): boolean {
  return pid !== undefined && kill(-pid, 0);
}

/** Lines that name an error, where there are some: a stack of addresses behind them says little. */
function lastWordsOf(heard: string): string {
  const lines = heard.trim().split('\n');
  const named = lines.filter((line) => /error|fatal|exception/i.test(line));
  return printable((named.length > 0 ? named : lines).slice(-3).join(' / '), LAST_WORDS_SHOWN);
}

function whenGone(child: ChildProcess, life: Running['life']): Promise<void> {
  return new Promise((resolve) => {
    const end = (how: string): void => {
      life.exitedUs ??= nowUs();
      life.end ??= how;
      resolve();
    };
    child.once('exit', (code, signal) => end(signal ?? inEnglish(message('lab.exit-code', { code: code ?? 0 }))));
    child.once('error', (error) => end(error.message));
  });
}

/** Ends what was started also when this process is killed, which no handler hears of. @returns what calls that off */
function guard({ pid }: ChildProcess): () => void {
  if (pid === undefined) return () => undefined;
  const { stdin } = spawn('/bin/sh', ['-c', GUARD, 'sh', String(pid)], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  }).on('error', () => undefined);
  stdin.on('error', () => undefined);
  return () => stdin.end('\n');
}

function killGroup({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  if (pid !== undefined) kill(-pid, signal);
}

/** Signals a process, or with a negative number its group; one that is gone has no need of it. @returns whether it was there */
function kill(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, signal);
  } catch (thrown) {
    if (systemCodeOf(thrown) !== 'ESRCH') throw thrown;
    return false;
  }
}
