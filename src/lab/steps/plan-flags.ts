import * as z from 'zod';

const value = z.union([z.string(), z.number().transform(String), z.boolean()]);

/** Flags of `run` in an exercise file, by their names in code. */
export const planFlags = z.record(z.string(), z.union([value, z.array(value.transform(String))]));
