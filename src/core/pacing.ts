/**
 * What wakes a thread that sends when a message is due: `timer`, those of its event loop, which count whole milliseconds; `pacer`, a
 * thread that does nothing but sleep until the instant; `spin`, nothing: in the closed model a message is due when another has
 * come, and the loop turns without sleeping as long as copies come.
 */
export const PACINGS = ['timer', 'pacer', 'spin'] as const;

export type Pacing = (typeof PACINGS)[number];

/** Node's timers count whole milliseconds: one set for 1 ms fires 1 to 2 ms later, however idle the process is. */
export const TIMER_GRID_US = 2000;

/**
 * From one waking to the next: what is due meanwhile waits, since each costs two threads a switch. On a virtual machine a bare sleep
 * of a thread, in C too, takes about 30 µs of CPU time.
 */
export const LEAST_SLEEP_US = 300;

/** From one turn to the next of a thread that is awake anyway, since bytes come in: what is due meanwhile leaves together. */
export const LEAST_TURN_US = 100;

/** From the instant to which a thread sleeps until another that it wakes has come to run, on a machine that is not busy. */
const WAKING_US = 200;

/**
 * The declared grid of the schedule, in microseconds. A message that leaves at most this much after its intended time is on
 * time; only what exceeds it is the generator's delay and counts against a run. Latencies start at the intended time all the
 * same, so the grid is inside every figure of response time and never taken off.
 * @param pacing null where it is not known: reports of earlier versions, whose threads woke by timers
 */
export function gridUs(pacing: Pacing | null): number {
  return pacing === 'pacer' ? LEAST_SLEEP_US + WAKING_US : TIMER_GRID_US;
}
