/** A chat message as the event `message` carries it; the order of the keys is that on the wire. */
export interface MessagePayload {
  readonly type: 'message';
  readonly roomId: string;
  readonly sender: string;
  readonly content: string;
  /** ISO 8601, when the server received it. */
  readonly timestamp: string;
  /** The fault `quote`: the message before it. */
  readonly replyTo?: { readonly sender: string; readonly content: string };
}

/** What the event carries: a message, or under the fault `batch` a list of them. */
export type MessageContent = MessagePayload | readonly MessagePayload[];

/** A message on its way through the server. */
export interface ChatMessage {
  readonly payload: MessagePayload;
  readonly senderSocketId: string;
}
