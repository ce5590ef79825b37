import { valueAtPath } from '../../core/json.js';
import { OperationError } from '../../core/operation-error.js';
import type { HttpAnswer } from '../../wire/http-client.js';
import type { WorkerContext } from './context.js';
import type { RoomRuntime } from './room-runtime.js';

/** The list of messages in an answer. @throws OperationError when it has none */
export function messagesIn(
  { json }: Pick<HttpAnswer, 'json'>,
  { list: path }: { readonly list: string },
): readonly unknown[] {
  const list = valueAtPath(json.value, path);
  if (Array.isArray(list)) return list as readonly unknown[];
  const { problem } = json;
  const words = problem === undefined ? `the history has no list at "${path}"` : `the history is ${problem}`;
  throw new OperationError('protocol.unexpected-answer', words);
}

/** Numbers of the room's messages of ours among those of an answer, as the server has them. @param content path of their texts */
export function numbersIn(
  { codec }: WorkerContext,
  room: RoomRuntime,
  messages: readonly unknown[],
  content: string,
): number[] {
  return messages.flatMap((message) => {
    const text = valueAtPath(message, content);
    const bytes = Buffer.from(typeof text === 'string' ? text : '');
    if (!codec.parse(bytes, 0, bytes.length)) return [];
    const { room: index, number } = codec.fields;
    return index === room.chat.index ? [number] : [];
  });
}
