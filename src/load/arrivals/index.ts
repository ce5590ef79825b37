import { type ConstantRate, constantRate } from './constant-rate.js';
import { type PiecewiseRate, piecewiseRate } from './piecewise-rate.js';
import type { Arrivals } from './shape.js';

/** Every shape by its name. A new one is a file beside this one, and a line here and in the table. */
interface Shapes {
  'constant-rate': ConstantRate;
  'piecewise-rate': PiecewiseRate;
}

/** When messages are due, as plain data that can be sent to a thread or another machine. */
export type ArrivalsSpec<Shape extends keyof Shapes = keyof Shapes> = { [S in Shape]: Shapes[S] }[Shape];

const SHAPES: { readonly [S in keyof Shapes]: (spec: ArrivalsSpec<S>) => Arrivals } = {
  'constant-rate': constantRate,
  'piecewise-rate': piecewiseRate,
};

/** The arithmetic of a shape. */
export function arrivalsOf<Shape extends keyof Shapes>(spec: ArrivalsSpec<Shape>): Arrivals {
  return SHAPES[spec.shape as Shape](spec);
}
