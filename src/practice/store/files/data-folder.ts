import { randomBytes } from 'node:crypto';
import { access, constants, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readBounded } from '../../../core/bounded-text.js';
import { messageOf, StartError, systemCodeOf } from '../../../core/errors.js';
import { readJson } from '../../../core/json.js';
import { makeFolder, writeWhole } from '../../../core/whole-file.js';

/** As much as one file may hold. */
const MOST_BYTES = 512 * 1024 * 1024;
const MOST_VALUES = 50_000_000;
const KEY_FILE = 'token.key';
const KEY_BYTES = 32;

/** The folder of a server with file storage: `users.json`, `rooms.json`, messages, and the key of its tokens. */
export class DataFolder {
  readonly path: string;

  constructor(path: string) {
    this.path = path;
  }

  /** Makes the folder, and a folder in it. @throws StartError when that cannot be done */
  async make(inside = ''): Promise<void> {
    try {
      await makeFolder(join(this.path, inside));
    } catch (thrown) {
      throw new StartError(`the folder ${this.path} cannot be made: ${messageOf(thrown)}`, {
        hint: 'Say another one with --data.',
        cause: thrown,
      });
    }
  }

  /** Looks whether files can be written into it. @throws the system's error when not */
  async check(): Promise<void> {
    await access(this.path, constants.W_OK);
  }

  /** Names of the files in a folder of it, in their order. */
  async namesIn(folder: string): Promise<string[]> {
    return (await readdir(join(this.path, folder))).toSorted();
  }

  /** The text of a file; undefined when there is none. */
  async text(name: string): Promise<string | undefined> {
    try {
      return await readBounded(join(this.path, name), MOST_BYTES);
    } catch (thrown) {
      if (systemCodeOf(thrown) === 'ENOENT') return undefined;
      throw thrown;
    }
  }

  /** The list that a file of JSON holds, empty when there is no file. @throws Error when it holds something else */
  async list<Entry>(name: string): Promise<Entry[]> {
    const text = await this.text(name);
    if (text === undefined) return [];
    const { value, problem } = readJson(text, MOST_VALUES);
    if (Array.isArray(value)) return value as Entry[];
    throw new Error(`${join(this.path, name)} holds no list${problem === undefined ? '' : `: it is ${problem}`}`);
  }

  /** Writes a list into a file, by a temporary one that takes its place. */
  async writeList(name: string, list: readonly unknown[]): Promise<void> {
    await writeWhole(join(this.path, name), JSON.stringify(list));
  }

  /** Writes a list into a file as it lies: who reads meanwhile finds half of it. */
  async overwriteList(name: string, list: readonly unknown[]): Promise<void> {
    await writeFile(join(this.path, name), JSON.stringify(list));
  }

  /** The key of its tokens; the first server makes it. */
  async tokenKey(): Promise<Buffer> {
    const kept = await this.text(KEY_FILE);
    if (kept !== undefined) return Buffer.from(kept, 'base64');
    const key = randomBytes(KEY_BYTES);
    await writeWhole(join(this.path, KEY_FILE), key.toString('base64'));
    return key;
  }
}
