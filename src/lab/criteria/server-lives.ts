import * as z from 'zod';
import { defineCriterion, holdsIf } from './criterion.js';

/** Nobody but us has ended the server. */
export const serverLives = defineCriterion({
  bounds: z.strictObject({}),
  title: () => ({ en: 'the server stays alive', ko: '서버가 살아 있다' }),
  judge({ lives, loads }) {
    const died = lives.find(({ exitedUs, signalledUs }) => exitedUs !== null && signalledUs === null);
    if (died !== undefined) {
      const { end, lastWords } = died;
      const said = lastWords === '' ? '' : `: ${lastWords}`;
      return holdsIf(false, { en: `it ended by itself (${end})${said}`, ko: `스스로 종료됨 (${end})${said}` });
    }
    const lost = lives.length === 0 && loads.some(({ outcome }) => outcome.interruption === 'target-lost');
    return holdsIf(
      !lost,
      lost
        ? { en: 'it stopped answering in the middle', ko: '도중에 응답이 끊김' }
        : { en: 'it does', ko: '살아 있음' },
    );
  },
});
