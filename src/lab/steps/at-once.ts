/** Does something `count` times, `most` of them at once at most; nothing more is begun when the signal aborts. */
export async function atOnce(
  count: number,
  most: number,
  signal: AbortSignal,
  act: (index: number) => Promise<void>,
): Promise<void> {
  let next = 0;
  const work = async (): Promise<void> => {
    while (next < count && !signal.aborted) await act(next++);
  };
  await Promise.all(Array.from({ length: Math.min(count, most) }, work));
}
