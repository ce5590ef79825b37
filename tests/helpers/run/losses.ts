/** Losses as the ledger tells them by the time of their messages, sorted: `2 copies of 1500 ms`. */
export function lossesOf(room: {
  forEachLoss(visit: (lostCopies: number, sentAtMs: number) => void): void;
}): readonly string[] {
  const byTime = new Map<number, number>();
  room.forEachLoss((lostCopies, sentAtMs) => byTime.set(sentAtMs, (byTime.get(sentAtMs) ?? 0) + lostCopies));
  return [...byTime].map(([sentAtMs, lost]) => `${lost} copies of ${sentAtMs} ms`).toSorted();
}

/** The same by the second in which the messages were sent: `2 copies of second 1`. */
export function lossesBySecond(room: Parameters<typeof lossesOf>[0]): readonly string[] {
  const bySecond = new Map<number, number>();
  room.forEachLoss((lostCopies, sentAtMs) => {
    const second = Math.floor(sentAtMs / 1000);
    bySecond.set(second, (bySecond.get(second) ?? 0) + lostCopies);
  });
  return [...bySecond].map(([second, lost]) => `${lost} copies of second ${second}`).toSorted();
}
