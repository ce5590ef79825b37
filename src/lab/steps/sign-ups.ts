import * as z from 'zod';
import type { ChatUser } from '../../chat/people.js';
import { StartError } from '../../core/errors.js';
import { message } from '../../core/language/words.js';
import { formatCount } from '../../core/units.js';
import type { HttpClient } from '../../wire/http-client.js';
import type { SignUpEvidence } from '../evidence.js';
import { refusalsText } from '../refusals-text.js';
import type { LabSession } from '../session.js';
import { atOnce } from './at-once.js';
import { defineStep } from './step.js';

/** Roughly, on a server that hashes passwords as it should, and looks its users up later. */
const MS_A_SIGN_UP = 30;
/** Log-ins beside the sign-ups, under way at once. */
const LOG_INS_AT_ONCE = 20;

/** What a server answers that has nothing at a path, or not by this method. */
const UNKNOWN_ROUTE = ['server.http-404', 'server.http-405', 'server.http-501'];

type Counts = { -readonly [Field in keyof SignUpEvidence]: SignUpEvidence[Field] } & {
  readonly refusals: Record<string, number>;
};

/** Signs up so many users, each by a request of its own, many at once; or one name as often. Whoever has an account may log in meanwhile. */
export const signUpsStep = defineStep({
  params: z.strictObject({
    name: z.string(),
    users: z.int().min(1).max(100_000),
    atOnce: z.int().min(1).max(1000),
    sameName: z.boolean().default(false),
    logIns: z.boolean().default(false),
  }),
  told: ({ users, sameName }) =>
    sameName
      ? { en: `one name, asked for ${formatCount(users)} times`, ko: `같은 이름 ${formatCount(users)}번 요청` }
      : { en: `${formatCount(users)} sign-ups`, ko: `가입 ${formatCount(users)}건` },
  lengthMs: ({ users }) => users * MS_A_SIGN_UP,
  async perform(params, session) {
    const { accounts, evidence } = session;
    const counts: Counts = { name: params.name, asked: 0, given: 0, refusals: {}, logInsTried: 0, logInsOk: 0 };
    evidence.signUps.push(counts);
    const client = await accounts.open(session, params.atOnce + LOG_INS_AT_ONCE);
    const same = params.sameName ? await accounts.newcomer(session) : undefined;
    const arrived: ChatUser[] = [];
    let isOver = false;
    const signingUp = atOnce(params.users, params.atOnce, session.signal, async () => {
      const user = same ?? (await accounts.newcomer(session));
      if (await signUp(session, client, user, counts)) arrived.push(user);
    }).finally(() => {
      isOver = true;
    });
    try {
      const beside = params.logIns ? logInBeside(session, client, arrived, counts, () => isOver) : undefined;
      await Promise.all([signingUp, beside]);
      if (isOfOtherApi(accounts, counts)) throw otherApi(await accounts.routeOf(session, 'register'), counts);
    } finally {
      await client.close();
    }
  },
});

/** Nobody has an account, and whoever asked for one was told that there is no such thing: nothing is proven of such a server. */
function isOfOtherApi({ given }: LabSession['accounts'], { asked, refusals }: Counts): boolean {
  const unknown = UNKNOWN_ROUTE.reduce((sum, kind) => sum + (refusals[kind] ?? 0), 0);
  return given.length === 0 && asked > 0 && unknown === asked;
}

function otherApi(route: string, counts: Counts): StartError {
  const refusals = refusalsText(counts);
  return new StartError(message('lab.other-api', { asked: counts.asked, route, refusals }), {
    hint: message('lab.other-api.hint'),
  });
}

async function signUp(session: LabSession, client: HttpClient, user: ChatUser, counts: Counts): Promise<boolean> {
  const { isOk, kind } = await session.accounts.ask(session, client, 'register', user);
  counts.asked++;
  if (kind !== null) counts.refusals[kind] = (counts.refusals[kind] ?? 0) + 1;
  if (!isOk) return false;
  counts.given++;
  if (!session.accounts.given.includes(user)) session.accounts.given.push(user);
  return true;
}

/** Those who have an account by now log in, one after the other, as long as others sign up. */
async function logInBeside(
  session: LabSession,
  client: HttpClient,
  arrived: readonly ChatUser[],
  counts: Counts,
  isOver: () => boolean,
): Promise<void> {
  let next = 0;
  const logIn = async (): Promise<void> => {
    while (!isOver() && !session.signal.aborted) {
      const user = arrived[next];
      if (user === undefined) {
        await new Promise((resolve) => {
          setImmediate(resolve);
        });
        continue;
      }
      next++;
      const { isOk } = await session.accounts.ask(session, client, 'login', user);
      counts.logInsTried++;
      if (isOk) counts.logInsOk++;
    }
  };
  await Promise.all(Array.from({ length: LOG_INS_AT_ONCE }, logIn));
}
