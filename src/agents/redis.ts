import type { Redis, RedisOptions } from 'ioredis';
import { nowUs, sleep } from '../core/clock.js';
import { messageOf, StartError, systemCodeOf } from '../core/errors.js';
import type { QueueAddress } from '../core/queue-address.js';
import { printable } from '../core/text.js';

const PACKAGE = 'ioredis';
const PACKAGE_VERSION = '6';

const OPTIONS = {
  // A report is never given up: what cannot be said now is said when the broker is back.
  maxRetriesPerRequest: null,
  retryStrategy: (times: number) => Math.min(100 * times, 1000),
  connectTimeout: 2000,
  // Lines that fall silent without closing would stay so for good.
  socketTimeout: 5000,
  disableClientInfo: true,
  protocol: 2,
  lazyConnect: true,
} as const satisfies RedisOptions;
/** How long a run waits for its first answer. */
const FIRST_ANSWER_MS = 5000;
const LOOK_AGAIN_MS = 50;

/** Answers that no second try makes better. */
const REFUSED = /WRONGPASS|NOAUTH|NOPERM|invalid password|invalid username/i;

/** A command with its arguments. */
export type Command = readonly [name: string, ...args: (string | number)[]];

/** A connection to the broker: it comes back by itself when it breaks, and what is asked meanwhile waits. */
export interface Connection {
  /** Is it there at the moment, as far as is known? */
  readonly isUp: boolean;
  /** @returns the answer as it came: texts, numbers, lists of such, null. Rejects with what the broker refuses */
  ask(...command: Command): Promise<unknown>;
  /** Several commands as one: all of them or none. */
  askTogether(commands: readonly Command[]): Promise<readonly unknown[]>;
  /** Ends it at once; what was asked and not answered is rejected. */
  close(): void;
}

/** How to open a connection. */
export interface OpenOptions {
  /** Told what goes wrong with it, without anything secret. */
  readonly onProblem?: (problem: string) => void;
  /** Waits until the broker is there, until this aborts; without it, the wait is short. */
  readonly patience?: AbortSignal;
}

/** Makes connections to one broker. */
export interface Broker {
  readonly address: QueueAddress;
  /** @throws StartError when the broker refuses us, or does not answer in time */
  open(options?: OpenOptions): Promise<Connection>;
}

/** Gets ready to connect. @throws StartError when the client is not installed */
export async function brokerAt(address: QueueAddress): Promise<Broker> {
  const Client = await importClient();
  return { address, open: (options = {}) => openConnection(new Client(address.url, OPTIONS), address, options) };
}

async function openConnection(
  redis: Redis,
  address: QueueAddress,
  { onProblem = () => undefined, patience }: OpenOptions,
): Promise<Connection> {
  let problem = 'no answer';
  redis.on('error', (thrown: Error) => {
    problem = problemOf(thrown);
    onProblem(problem);
  });
  // What it is rejected with has been told by then, and it is tried again.
  redis.connect().catch(() => undefined);
  const giveUpAtUs = patience === undefined ? nowUs() + FIRST_ANSWER_MS * 1000 : Number.POSITIVE_INFINITY;
  while (redis.status !== 'ready') {
    if (nowUs() > giveUpAtUs || patience?.aborted === true || REFUSED.test(problem)) {
      redis.disconnect();
      throw notReached(address, problem);
    }
    await sleep(LOOK_AGAIN_MS, patience);
  }
  return {
    get isUp() {
      return redis.status === 'ready';
    },
    ask: (...[name, ...args]) => redis.call(name, ...args),
    askTogether: async (commands) => {
      const answers =
        (await redis.multi(commands.map(([name, ...args]) => [name.toLowerCase(), ...args])).exec()) ?? [];
      return answers.map(([error, answer]) => {
        if (error !== null) throw error;
        return answer;
      });
    },
    close: () => redis.disconnect(),
  };
}

function notReached({ shown }: QueueAddress, problem: string): StartError {
  if (REFUSED.test(problem))
    return new StartError(`The queue at ${shown} refuses us: ${problem}.`, {
      hint: 'Are the user and the password in its URL right, and may the user do what docs/agents.md lists?',
    });
  return new StartError(`The queue at ${shown} does not answer: ${problem}.`, {
    hint: 'It is a Redis server of version 7 or newer: is it running, and is it reachable from here?',
  });
}

/** What went wrong, as a part of a sentence, without what the client may add of its own: hosts, arguments, users. */
function problemOf(thrown: Error): string {
  return systemCodeOf(thrown) ?? printable(thrown.message, 120).replace(/\.$/, '');
}

async function importClient(): Promise<typeof Redis> {
  try {
    return (await import('ioredis')).Redis;
  } catch (cause) {
    const isMissing = systemCodeOf(cause) === 'ERR_MODULE_NOT_FOUND';
    const why = isMissing ? 'is not installed' : `cannot be loaded: ${messageOf(cause)}`;
    throw new StartError(`--queue needs the package ${PACKAGE}, which ${why}`, {
      hint: `Install it beside newyear-load: npm install ${PACKAGE}@${PACKAGE_VERSION}`,
      cause,
    });
  }
}
