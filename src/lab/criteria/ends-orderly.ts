import * as z from 'zod';
import { sumOf } from '../../core/numbers.js';
import { defineCriterion, timesHold } from './criterion.js';

/** How a connection breaks that nobody has closed. */
const BROKEN = ['network.closed', 'network.ECONNRESET', 'network.EPIPE'] as const;

const CLOSED = ['server.closed', 'server.disconnected'] as const;

/** Nobody is left without a word: each socket gets a close frame, and each request its answer. */
export const endsOrderly = defineCriterion({
  bounds: z.strictObject({}),
  title: () => ({
    en: 'each socket is closed with a close frame, each request is answered',
    ko: '모든 소켓을 클로즈 프레임으로 닫고, 모든 요청에 응답',
  }),
  judge({ loads }) {
    const broken = sumOf(loads.flatMap(({ outcome }) => BROKEN.map((kind) => outcome.errors[kind] ?? 0)));
    const closed = sumOf(loads.flatMap(({ outcome }) => CLOSED.map((kind) => outcome.errors[kind] ?? 0)));
    // Servers wait only so long for the answer to a close frame, which a busy machine may give too late.
    return timesHold(broken === 0, {
      en: `${closed} closed in good order, ${broken} broken off`,
      ko: `정상 종료 ${closed}건, 끊김 ${broken}건`,
    });
  },
});
