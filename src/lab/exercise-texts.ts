/** What people are told of an exercise, in one language; Markdown. */
export interface ExerciseTexts {
  readonly title: string;
  readonly symptom: string;
  readonly look: string;
  readonly task: string;
  /** From the least to the most that is given away. */
  readonly hints: readonly string[];
}

/**
 * Reads a text file of an exercise: a title (`#`), and four parts (`##`) in this order: symptom, how to see it, task, and hints as a numbered list.
 * @returns undefined when something of it is missing
 */
export function parseTexts(markdown: string): ExerciseTexts | undefined {
  const title = /^# (.+)$/m.exec(markdown)?.[1]?.trim();
  const [, ...parts] = markdown.split(/^## .*$/m);
  const [symptom, look, task, list] = parts.map((part) => part.trim());
  if (title === undefined || symptom === undefined || look === undefined || task === undefined || list === undefined)
    return undefined;
  const hints = list
    .split(/^\d+\. /m)
    .slice(1)
    .map((hint) => hint.trim().replaceAll(/\n +/g, '\n'));
  return hints.length === 0 ? undefined : { title, symptom, look, task, hints };
}
