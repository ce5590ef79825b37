import { WentBack } from './prompts.js';

/** Asks something; false where there is nothing to ask. */
export type Step = () => Promise<boolean>;

/**
 * Asks one thing after the other. Esc goes back to the one that was asked before, where its answer still stands.
 * @returns false when somebody went back from the first
 */
export async function askInOrder(steps: readonly Step[]): Promise<boolean> {
  const asked: number[] = [];
  for (let index = 0; index < steps.length; ) {
    try {
      if ((await steps[index]?.()) === true) asked.push(index);
      index++;
    } catch (thrown) {
      if (!(thrown instanceof WentBack)) throw thrown;
      const before = asked.pop();
      if (before === undefined) return false;
      index = before;
    }
  }
  return true;
}
