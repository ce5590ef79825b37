/** Something that happens at most once and can be waited for. */
export class Once {
  /** Resolves when it has happened. */
  readonly happened: Promise<undefined>;
  #settle: ((value: undefined) => void) | undefined;

  constructor() {
    this.happened = new Promise((resolve) => {
      this.#settle = resolve;
    });
  }

  /** Makes it happen; further calls change nothing. */
  fire(): void {
    this.#settle?.(undefined);
  }
}
