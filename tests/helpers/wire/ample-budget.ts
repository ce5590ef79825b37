import { ReceiveBudget } from '#dist/wire/receive-budget.js';

/** A budget that no test exceeds without meaning to. */
export function ampleBudget(): ReceiveBudget {
  return new ReceiveBudget(2 ** 30);
}
