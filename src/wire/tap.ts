/*
 * Who looks on at what goes over connections, and takes no part: for people who want to see it. What is told may hold secrets.
 */

/** Looks on at one WebSocket. */
export interface SocketTap {
  /** The request for it, as it is sent. */
  onRequest(head: string): void;
  /** A message of ours. */
  onSent(message: string | Uint8Array): void;
  /** A message of the server's; bytes are valid during the call only. */
  onCame(message: string | Uint8Array): void;
}

/** A request as a tap is told of it. */
export interface TappedRequest {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

/** Looks on at a client's requests. */
export interface HttpTap {
  onRequest(request: TappedRequest): void;
  /** @param headers by their names in small letters @param body as it came */
  onAnswer(
    status: number,
    headers: Readonly<Record<string, string | readonly string[] | undefined>>,
    body: string,
  ): void;
  /** No answer came. */
  onFailure(reason: string): void;
}
