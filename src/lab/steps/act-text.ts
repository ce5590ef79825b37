import * as z from 'zod';
import { messageOf } from '../../core/errors.js';

/** A text of an exercise file that says what is done, read by `read`, which throws what is wrong with it. */
export function actText<T>(read: (text: string) => T) {
  return z.string().transform((text, context) => {
    try {
      return read(text);
    } catch (thrown) {
      context.addIssue({ code: 'custom', message: messageOf(thrown) });
      return z.NEVER;
    }
  });
}
