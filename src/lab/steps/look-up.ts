import * as z from 'zod';
import { atOnce } from './at-once.js';
import { defineStep } from './step.js';

/** Looks for everybody to whom the server has given an account, by logging in. */
export const lookUpStep = defineStep({
  params: z.strictObject({ name: z.string(), atOnce: z.int().min(1).max(1000).default(20) }),
  told: () => ({ en: 'everybody who has signed up is looked for', ko: '가입한 사람 모두 찾아보기' }),
  lengthMs: () => 0,
  async perform({ name, atOnce: most }, session) {
    const { accounts, evidence, signal } = session;
    const users = [...accounts.given];
    const client = await accounts.open(session, most);
    let found = 0;
    try {
      await atOnce(users.length, most, signal, async (index) => {
        const user = users[index];
        if (user !== undefined && (await accounts.ask(session, client, 'login', user)).isOk) found++;
      });
    } finally {
      await client.close();
    }
    if (!signal.aborted) evidence.lookUps.push({ name, given: users.length, found });
  },
});
