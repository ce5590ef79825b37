/**
 * Where a message carries its mark, and in which characters, from the usual form to those for servers that change texts: `end`, figures
 * and letters behind the text; `front`, the same before it, which a server that cuts texts leaves; `letters`, before it in letters of
 * either case alone, which survive where figures are hidden, symbols taken out or escaped, and letters made small or capital.
 */
export const MARK_FORMS = ['end', 'front', 'letters'] as const;

export type MarkForm = (typeof MARK_FORMS)[number];
