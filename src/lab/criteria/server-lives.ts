import * as z from 'zod';
import type { ServerLife } from '../evidence.js';
import type { Words } from '../words.js';
import { countsHold, defineCriterion } from './criterion.js';

/** Nobody but us has ended the server, and whenever we started it again it came. */
export const serverLives = defineCriterion({
  bounds: z.strictObject({}),
  title: () => ({ en: 'the server stays alive', ko: '서버가 살아 있다' }),
  judge({ lives, loads }) {
    const fallen = lives.find(hasEndedByItself) ?? lives.find(({ readyUs }) => readyUs === null);
    if (fallen !== undefined) return countsHold(false, fallText(fallen));
    const lost = lives.length === 0 && loads.some(({ outcome }) => outcome.interruption === 'target-lost');
    return countsHold(
      !lost,
      lost
        ? { en: 'it stopped answering in the middle', ko: '도중에 응답이 끊김' }
        : { en: 'it does', ko: '살아 있음' },
    );
  },
});

function hasEndedByItself({ exitedUs, signalledUs }: ServerLife): boolean {
  return exitedUs !== null && signalledUs === null;
}

/** A server that did not even start the first time is not judged: what never took connections was started again. */
function fallText(life: ServerLife): Words {
  const { readyUs, end, lastWords } = life;
  const said = lastWords === '' ? '' : `: ${lastWords}`;
  if (readyUs !== null) return { en: `it ended by itself (${end})${said}`, ko: `스스로 종료됨 (${end})${said}` };
  return hasEndedByItself(life)
    ? {
        en: `started again, it ended before it took connections (${end})${said}`,
        ko: `다시 시작했더니 연결을 받기 전에 종료됨 (${end})${said}`,
      }
    : { en: `started again, it took no connections${said}`, ko: `다시 시작했더니 연결을 받지 않음${said}` };
}
