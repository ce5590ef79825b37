import { sumOf } from '../../core/numbers.js';
import { type Message, message } from '../../core/language/words.js';
import { printable } from '../../core/text.js';
import { summarise } from '../../metrics/latency-summary.js';
import type { EntranceOutcome, RunOutcome } from '../../metrics/run-outcome.js';

/** With a smaller share of lost copies, entrances between which nothing comes would not be noticed by it. */
const LOST_WITHOUT_OTHERS = 0.1;
/** Times as much as elsewhere is worth telling. */
const NOTABLE_TIMES = 2;
/** Chance alone seldom deals out further from the even, in standard deviations. */
const DEVIATIONS = 3;
/** Copies without which a quantile of their times says little. */
const ENOUGH_COPIES = 100;
/** A difference of times that is worth telling, milliseconds. */
const NOTABLE_MS = 1;

const QUANTILES = ['p50', 'p99'] as const;

/** Entrances of one chat that differ: between which nothing comes, and where users fare worse. */
export function entranceFindings({ entrances }: RunOutcome): Message[] {
  if (entrances.length < 2) return [];
  const apart = entrances.filter(isApart);
  return [
    ...separations(apart, entrances),
    ...entrances.flatMap((entrance) => whatIsWorse(entrance, entrances, apart)),
  ];
}

/** Do its users hear each other only? */
function isApart({ expected, received, receivedAcross, lost }: EntranceOutcome): boolean {
  return received > 0 && receivedAcross === 0 && lost >= expected * LOST_WITHOUT_OTHERS;
}

function separations(apart: readonly EntranceOutcome[], entrances: readonly EntranceOutcome[]): Message[] {
  if (apart.length === 0) return [];
  const received = sumOf(apart.map((entrance) => entrance.received));
  const lost = sumOf(apart.map((entrance) => entrance.lost));
  const who =
    apart.length === entrances.length ? message('entrances.any') : message('list.and', { parts: apart.map(nameOf) });
  return [message('entrances.apart', { received, who, lost })];
}

/** Where the users of an entrance fare worse than others, and by how much. */
function whatIsWorse(
  entrance: EntranceOutcome,
  all: readonly EntranceOutcome[],
  apart: readonly EntranceOutcome[],
): Message[] {
  const shares = [
    ...(apart.length > 0 ? [] : share(entrance, all, 'lost', 'expected')),
    ...share(entrance, all, 'connectionsLost', 'users'),
    ...share(entrance, all, 'errors', 'users'),
  ];
  const parts = [
    ...(shares.length === 0
      ? []
      : [
          message('entrances.shares', {
            shares,
            users: entrance.users,
            all: sumOf(all.map((other) => other.users)),
          }),
        ]),
    ...slower(entrance, all),
  ];
  return parts.length === 0 ? [] : [message('entrances.differs', { name: nameOf(entrance), parts })];
}

/** `44 of 45 lost copies`, where that is more than its part. */
function share(
  entrance: EntranceOutcome,
  all: readonly EntranceOutcome[],
  counted: 'lost' | 'connectionsLost' | 'errors',
  base: 'expected' | 'users',
): Message[] {
  const [own, whole] = [entrance[counted], sumOf(all.map((other) => other[counted]))];
  const fair = entrance[base] / sumOf(all.map((other) => other[base]));
  const isMore = own * (1 - fair) >= NOTABLE_TIMES * (whole - own) * fair;
  const isNoChance = own - whole * fair > DEVIATIONS * Math.sqrt(whole * fair * (1 - fair));
  return isMore && isNoChance ? [message(`entrances.share.${counted}`, { own, whole })] : [];
}

/** By how much its deliveries take longer than those at the fastest entrance. */
function slower(entrance: EntranceOutcome, all: readonly EntranceOutcome[]): Message[] {
  const own = summarise(entrance.latency);
  if (own.count < ENOUGH_COPIES) return [];
  return QUANTILES.flatMap((quantile) => {
    const others = all.map((other) => ({ other, latency: summarise(other.latency) }));
    const [fastest] = others
      .filter(({ latency }) => latency.count >= ENOUGH_COPIES)
      .toSorted((one, two) => (one.latency[quantile] ?? 0) - (two.latency[quantile] ?? 0));
    const [ownMs, fastestMs] = [own[quantile], fastest?.latency[quantile]];
    if (fastest === undefined || typeof ownMs !== 'number' || typeof fastestMs !== 'number') return [];
    if (ownMs < fastestMs * NOTABLE_TIMES || ownMs - fastestMs < NOTABLE_MS) return [];
    return [message('entrances.slower', { quantile, own: ownMs, fastest: fastestMs, other: nameOf(fastest.other) })];
  });
}

function nameOf({ target }: EntranceOutcome): string {
  return printable(target, 80);
}
