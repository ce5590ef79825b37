import { type ConstantRate, constantRate } from './constant-rate.js';
import type { Arrivals } from './shape.js';

/** Every shape of arrivals as plain data, which can be sent to a thread or another machine. */
export type ArrivalsSpec = ConstantRate;

/** Every shape by its name. A new one is a file beside this one and a line here. */
const SHAPES: { readonly [S in ArrivalsSpec['shape']]: (spec: Extract<ArrivalsSpec, { shape: S }>) => Arrivals } = {
  'constant-rate': constantRate,
};

/** The arithmetic of a shape. */
export function arrivalsOf(spec: ArrivalsSpec): Arrivals {
  return SHAPES[spec.shape](spec);
}
