/** Sending wakes up at most so often, and intended times are those of the schedule: a message waits up to this long for its tick. */
export const TICK_MS = 1;

/** Node's timers count whole milliseconds: one set for 1 ms fires 1 to 2 ms later, however idle the process is. */
const TIMER_GRANULARITY_US = 1000;

/**
 * The declared grid of the schedule, in microseconds. A message that leaves at most this much after its intended time is on
 * time; only what exceeds it is the generator's delay and counts against a run. Latencies start at the intended time all the
 * same, so the grid is inside every figure of response time and never taken off.
 */
export const SCHEDULE_GRID_US = TICK_MS * 1000 + TIMER_GRANULARITY_US;
