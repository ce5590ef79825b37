/** Something that happens at most once and can be waited for. */
export class Once {
  /** Resolves when it has happened. */
  readonly happened: Promise<undefined>;
  /** Makes it happen; further calls change nothing. */
  readonly fire: () => void;

  constructor() {
    let resolve: (value: undefined) => void = () => undefined;
    this.happened = new Promise((settle) => {
      resolve = settle;
    });
    this.fire = () => resolve(undefined);
  }
}
