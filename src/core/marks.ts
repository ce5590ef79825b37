/** Marks of how something is meant, in text for people. */
export const MARKS = { good: '✔', warn: '!', bad: '✖' } as const;
