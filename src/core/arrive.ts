/** How people come: each on its own way from sign-up to its rooms, beside the others. */
export interface Arrive {
  /** New ones per second of the whole run; null for as fast as the limits allow. */
  readonly perSecond: number | null;
}
