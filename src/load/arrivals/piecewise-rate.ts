import { RatePiece, type RatePieceSpec } from './rate-piece.js';
import type { Arrivals } from './shape.js';

/** A rate that is held, changes linearly or jumps, piece after piece. */
export interface PiecewiseRate {
  readonly shape: 'piecewise-rate';
  readonly pieces: readonly RatePieceSpec[];
}

/**
 * With A(t) for the area under the rate, message k is due in the microsecond in which A passes k, and ⌈A(end)⌉ messages are due in
 * all: a silent piece has none, and what becomes due exactly at its start is due at its end.
 */
export function piecewiseRate({ pieces: specs }: Omit<PiecewiseRate, 'shape'>): Arrivals {
  const all = piecesOf(specs);
  const endUs = all.at(-1)?.endUs ?? 0;
  const total = all.at(-1)?.next ?? 0;
  const pieces = all.filter(({ first, next }) => next > first);
  /** Where the last question was answered: the next is mostly about the same piece. */
  let at = 0;
  const pieceOf = (index: number): RatePiece | undefined => {
    const known = pieces[at];
    if (known !== undefined && index >= known.first && index < known.next) return known;
    at = lastNotAfter(pieces, index, ({ first }) => first);
    return pieces[at];
  };
  return {
    total,
    dueUs: (index) => (index >= total ? endUs : (pieceOf(index)?.dueUs(index) ?? endUs)),
    countUntil(tUs) {
      const t = Math.floor(tUs);
      const known = pieces[at];
      const piece =
        known !== undefined && t >= known.startUs && t < known.endUs
          ? known
          : pieces[lastNotAfter(pieces, t, ({ startUs }) => startUs)];
      if (piece === undefined || t < piece.startUs) return 0;
      return t < piece.endUs ? piece.countUntil(t) : piece.next;
    },
  };
}

function piecesOf(specs: readonly RatePieceSpec[]): RatePiece[] {
  const pieces: RatePiece[] = [];
  for (const spec of specs) {
    const before = pieces.at(-1);
    pieces.push(new RatePiece(spec, before?.endUs ?? 0, before?.areaEnd ?? 0n));
  }
  return pieces;
}

/** The last of the ascending pieces whose value is `limit` at most; 0 when there is none. */
function lastNotAfter(pieces: readonly RatePiece[], limit: number, valueOf: (piece: RatePiece) => number): number {
  let low = 0;
  let high = pieces.length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    const piece = pieces[middle];
    if (piece !== undefined && valueOf(piece) <= limit) low = middle;
    else high = middle;
  }
  return low;
}
