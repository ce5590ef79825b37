import { descriptorLimits, howToRaiseDescriptors } from '../../core/descriptors.js';
import { StartError } from '../../core/errors.js';
import type { RunPlan } from '../../core/plan.js';
import { formatCount } from '../../core/units.js';

/** What the process needs beside: files, pipes, the observers, what is put aside for reports. */
const DESCRIPTORS_BESIDE = 64;
/** Of a worker thread: its event loop, and the file in which the system keeps its CPU time. */
const DESCRIPTORS_A_WORKER = 6;

/**
 * Makes sure that the plan's connections fit into this process's limit of file descriptors.
 * @param listening what listeners of this process may take
 * @throws StartError with what raises it
 */
export function checkFileDescriptors(plan: RunPlan, listening: number): void {
  // One thread more wakes the others.
  const beside = (plan.workers + 1) * DESCRIPTORS_A_WORKER + listening + DESCRIPTORS_BESIDE;
  const needed = plan.users + plan.limits.httpConcurrency + beside;
  const { soft } = descriptorLimits();
  if (needed <= soft) return;
  throw new StartError(
    `The plan needs ${formatCount(needed)} file descriptors for its ${formatCount(plan.users)} connections, and this process may open ${formatCount(soft)}.`,
    { hint: howToRaiseDescriptors(needed) },
  );
}
