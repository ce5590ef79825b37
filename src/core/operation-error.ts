import { type ErrorKind, errorKindOf } from './error-kinds.js';
import { messageOf } from './errors.js';
import { shorten } from './text.js';

/** The kind of what was cut short because the run was stopped: it is not counted as a failure. */
export const INTERRUPTED = 'generator.interrupted' satisfies ErrorKind;

/** The kind of a request that the server did not perform, since it gets too many: it is sent again when the server said to. */
export const RATE_LIMITED = 'server.rate-limited' satisfies ErrorKind;

/** The kind of a connection that was not opened, since it would have gone to a host that the user did not allow. */
export const HOST_NOT_ALLOWED = 'generator.host-not-allowed' satisfies ErrorKind;

/** A message may quote a server; beyond this length it tells no more. */
const MOST_MESSAGE_CHARACTERS = 500;

/** An operation against the target that failed: counted by its kind, explained to the user only when nothing else worked. */
export class OperationError extends Error {
  readonly kind: ErrorKind;
  /** Did the request certainly not take effect, so that trying again is harmless? */
  readonly isHarmless: boolean;
  /** How long the server asks to wait before it is tried again, where it does. */
  readonly retryAfterMs: number | undefined;
  /** Why, in the words of the server, where it gave a reason; undefined for what we see ourselves. */
  readonly said: string | undefined;

  constructor(
    kind: ErrorKind,
    message: string,
    options: {
      readonly isHarmless?: boolean;
      readonly cause?: unknown;
      readonly said?: string | undefined;
      readonly retryAfterMs?: number | undefined;
    } = {},
  ) {
    super(shorten(message, MOST_MESSAGE_CHARACTERS), { cause: options.cause });
    this.name = 'OperationError';
    this.kind = kind;
    this.isHarmless = options.isHarmless ?? false;
    this.retryAfterMs = options.retryAfterMs;
    this.said = options.said === undefined ? undefined : shorten(options.said, MOST_MESSAGE_CHARACTERS);
  }
}

/** Codes of failures that come before a request has left. */
const BEFORE_SENDING =
  /\.(ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN|EMFILE|ENFILE|EADDRNOTAVAIL|EADDRINUSE)$/;

/** Whatever was thrown, as an {@link OperationError}. */
export function toOperationError(thrown: unknown): OperationError {
  if (thrown instanceof OperationError) return thrown;
  const kind = errorKindOf(thrown);
  return new OperationError(kind, messageOf(thrown) || kind, { cause: thrown, isHarmless: BEFORE_SENDING.test(kind) });
}
