import { inEnglish, message } from '../../core/language/words.js';
import type { FoundVariant } from '../../wire/wire.js';
import type { WorkerServices } from './services.js';

/** The first connection shows how the server's events travel, where the dialect does not state it; what is unusual is worth a sentence. */
export function learnWire({ dialect, notice }: WorkerServices, found: FoundVariant): void {
  if (dialect.isWireKnown) return;
  dialect.learnWire(found);
  const { engine, parser, auth } = dialect.spec.socket;
  if (found.engine === 3 && engine === undefined) notice(inEnglish(message('notice.socket-io-2')));
  if (found.engine === 3 && auth !== undefined) notice(inEnglish(message('notice.no-auth')));
  if (found.parser === 'msgpack' && parser === undefined) notice(inEnglish(message('notice.msgpack')));
}
