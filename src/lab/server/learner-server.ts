/** The server that an exercise is checked on. */
export interface LearnerServer {
  /** Its base URLs: one, or one an instance. */
  readonly urls: readonly [string, ...string[]];
  /** Its process, if known; of one that was started again, the present one. */
  readonly pid: number | undefined;
  /** Can the lab start, signal and end it? */
  readonly isOurs: boolean;
  /**
   * Starts it, and waits until it takes connections.
   * @param more environment variables beside those that it always gets
   * @throws StartError when it does not
   */
  start(more?: Readonly<Record<string, string>>): Promise<void>;
  /** Sends its process a signal. */
  signal(name: NodeJS.Signals): void;
  /** Waits for its process to end. @returns whether it has, within the time */
  ended(withinMs: number): Promise<boolean>;
  /** Ports of its instances, where the lab has started several. */
  readonly ports?: readonly number[];
  /** Kills one of several instances. */
  killOne?(): void;
  /** Ends it with everything that it has started; never rejects, and may be called at any time and again. */
  stop(): Promise<void>;
}
