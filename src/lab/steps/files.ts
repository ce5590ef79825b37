import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { defineStep } from './step.js';

/** Looks how large the files are that the server keeps in its data folder. */
export const filesStep = defineStep({
  params: z.strictObject({}),
  told: () => ({ en: 'the files of the server are looked at', ko: '서버의 파일 살펴보기' }),
  lengthMs: () => 0,
  async perform(_params, { dataFolder, evidence }) {
    if (dataFolder === undefined) return;
    const names = await readdir(dataFolder, { recursive: true }).catch((): string[] => []);
    for (const name of names) {
      // One that is gone by now is none.
      const found = await stat(join(dataFolder, name)).catch(() => undefined);
      if (found?.isFile() === true) evidence.files.push({ name, bytes: found.size });
    }
  },
});
