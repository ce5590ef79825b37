/** What the process of the practice server tells its parent, once. */
export type EmbeddedReport =
  | { readonly type: 'ready'; readonly url: string; readonly port: number }
  | { readonly type: 'failed'; readonly message: string; readonly code: string; readonly hint?: string };
