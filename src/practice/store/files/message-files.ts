import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import { isJsonObject } from '../../../core/json.js';
import { GroupWriter } from '../group-writer.js';
import type { StoredRoomMessage } from '../storage.js';
import type { DataFolder } from './data-folder.js';

const FOLDER = 'messages';
/** Messages a file. */
const MESSAGES_A_FILE = 100_000;
const NAME_DIGITS = 6;

/**
 * Messages in files to which is only ever appended, a line of JSON each, 100,000 a file: what it costs to keep one does not depend on
 * how many there are. A server that starts again begins a file of its own, for the last line before may be half of one.
 */
export class MessageFiles {
  readonly #folder: DataFolder;
  readonly #writer = new GroupWriter<StoredRoomMessage>((messages) => this.#append(messages));
  #file: FileHandle | undefined;
  #files: number;
  #inFile = 0;

  private constructor(folder: DataFolder, files: number) {
    this.#folder = folder;
    this.#files = files;
  }

  /** @returns the files, and what is in them */
  static async open(
    folder: DataFolder,
  ): Promise<{ readonly files: MessageFiles; readonly messages: readonly StoredRoomMessage[] }> {
    await folder.make(FOLDER);
    const names = (await folder.namesIn(FOLDER)).filter((name) => /^\d+\.jsonl$/.test(name));
    const messages: StoredRoomMessage[] = [];
    for (const name of names) {
      const text = (await folder.text(join(FOLDER, name))) ?? '';
      for (const line of text.split('\n')) {
        const message = messageIn(line);
        if (message !== undefined) messages.push(message);
      }
    }
    return { files: new MessageFiles(folder, Number.parseInt(names.at(-1) ?? '0', 10)), messages };
  }

  /** Resolves when the message is in its file. */
  append(message: StoredRoomMessage): Promise<void> {
    return this.#writer.add(message);
  }

  async close(): Promise<void> {
    await this.#writer.idle();
    await this.#file?.close();
    this.#file = undefined;
  }

  async #append(messages: readonly StoredRoomMessage[]): Promise<void> {
    if (this.#file === undefined || this.#inFile >= MESSAGES_A_FILE) {
      await this.#file?.close();
      this.#files++;
      const name = `${String(this.#files).padStart(NAME_DIGITS, '0')}.jsonl`;
      this.#file = await open(join(this.#folder.path, FOLDER, name), 'a');
      this.#inFile = 0;
    }
    this.#inFile += messages.length;
    await this.#file.write(messages.map((message) => `${JSON.stringify(message)}\n`).join(''));
  }
}

/** The message on a line; undefined for half a one. */
function messageIn(line: string): StoredRoomMessage | undefined {
  if (line === '') return undefined;
  try {
    const value: unknown = JSON.parse(line);
    return isMessage(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isMessage(value: unknown): value is StoredRoomMessage {
  return (
    isJsonObject(value) &&
    typeof value['roomId'] === 'string' &&
    typeof value['sender'] === 'string' &&
    typeof value['content'] === 'string' &&
    typeof value['timestampMs'] === 'number'
  );
}
