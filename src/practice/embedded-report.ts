/** What the process of the practice server tells its parent, once. */
export type EmbeddedReport =
  | { readonly type: 'ready'; readonly url: string; readonly port: number }
  | { readonly type: 'failed'; readonly message: string; readonly code: string; readonly hint?: string };

/** What the process is told, in place of options, when it is to be a sink. */
export const SINK_ORDER = { sink: true } as const;
