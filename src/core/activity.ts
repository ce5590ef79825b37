/** How messages are dealt to rooms: every sender writes as often as any other, or few rooms are loud. */
export const ACTIVITIES = ['even', 'zipf'] as const;
export type Activity = (typeof ACTIVITIES)[number];
