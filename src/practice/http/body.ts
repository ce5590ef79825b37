import type { IncomingMessage } from 'node:http';
import { messageOf } from '../../core/errors.js';

/** Far more than a batch of users or a room with ten thousand participants needs. */
const MAX_BODY_BYTES = 10 * 1024 * 1024;

/** A request body that cannot be used; answered with a page, not with JSON. */
export class BodyError extends Error {
  readonly status: 400 | 413;

  constructor(status: 400 | 413, message: string) {
    super(message);
    this.status = status;
  }
}

/**
 * Reads a JSON body; one of another content type, or none, counts as empty.
 * @throws BodyError when it is too large, or neither an object nor an array
 */
export async function readJsonBody(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  // Without an encoding a request hands out buffers only.
  const incoming: AsyncIterable<Buffer> = request;
  for await (const chunk of incoming) {
    bytes += chunk.length;
    if (bytes > MAX_BODY_BYTES) throw new BodyError(413, 'PayloadTooLargeError: request entity too large');
    chunks.push(chunk);
  }
  const isJson = /^application\/json\b/i.test(request.headers['content-type'] ?? '');
  if (!isJson || bytes === 0) return {};
  return parseObject(Buffer.concat(chunks).toString('utf8'));
}

function parseObject(text: string): unknown {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new BodyError(400, `SyntaxError: ${messageOf(error)}`);
  }
  if (typeof value === 'object' && value !== null) return value;
  throw new BodyError(400, 'SyntaxError: the body is neither an object nor an array');
}
