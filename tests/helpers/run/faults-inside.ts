/** What `fault-preload.ts` does inside the command. */
export type FaultInside =
  | 'a worker thread ends'
  | 'a worker thread throws'
  | 'a worker thread is held up, and ends later'
  | 'the observers’ thread ends'
  | 'a worker thread runs out of descriptors'
  | 'a library runs out of descriptors'
  | 'descriptors are taken before the threads are started';

/** What the command writes, by its preload, when it has taken its own descriptors. */
export const TAKEN = 'descriptors taken';
