/** The languages of the exercises. */
export const LAB_LANGUAGES = ['en', 'ko'] as const;
export type LabLanguage = (typeof LAB_LANGUAGES)[number];

/** A text in each of them. */
export type Words = Readonly<Record<LabLanguage, string>>;
