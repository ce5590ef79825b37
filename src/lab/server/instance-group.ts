import type { ServerLife } from '../evidence.js';
import { startNginx } from '../parts/nginx-part.js';
import type { RealPart } from '../parts/real-part.js';
import { freePort } from './free-port.js';
import type { LearnerServer } from './learner-server.js';
import { ManagedServer } from './managed-server.js';

/** What the instances of a server are started with. */
export interface InstanceGroupOptions {
  /** Starts one of them, as a shell takes it. */
  readonly command: string;
  readonly instances: number;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly lives: ServerLife[];
}

/** Several instances of the learner's server behind an nginx of ours: to clients they are one. */
export class InstanceGroup implements LearnerServer {
  readonly isOurs = true;
  readonly ports: readonly number[];
  readonly #instances: readonly ManagedServer[];
  readonly #path: string | undefined;
  #front: (RealPart & { readonly url: string }) | undefined;

  private constructor(ports: readonly number[], { command, environment, lives }: InstanceGroupOptions) {
    this.ports = ports;
    this.#path = environment['PATH'];
    this.#instances = ports.map((port) => new ManagedServer({ command, port, environment, lives }));
  }

  /** With ports that were free just now. */
  static async create(options: InstanceGroupOptions): Promise<InstanceGroup> {
    const ports: number[] = [];
    for (let number = 0; number < options.instances; number++) ports.push(await freePort());
    return new InstanceGroup(ports, options);
  }

  get urls(): readonly [string, ...string[]] {
    return [this.#front?.url ?? `http://127.0.0.1:${this.ports[0]}`];
  }

  get pid(): number | undefined {
    return this.#instances[0]?.pid;
  }

  /** @throws StartError when an instance does not start, or there is no nginx */
  async start(more?: Readonly<Record<string, string>>): Promise<void> {
    await Promise.all(this.#instances.map((instance) => instance.start(more)));
    this.#front ??= await startNginx(this.ports, this.#path);
  }

  signal(name: NodeJS.Signals): void {
    for (const instance of this.#instances) instance.signal(name);
  }

  killOne(): void {
    this.#instances[0]?.signal('SIGKILL');
  }

  async ended(withinMs: number): Promise<boolean> {
    const all = await Promise.all(this.#instances.map((instance) => instance.ended(withinMs)));
    return all.every(Boolean);
  }

  async stop(): Promise<void> {
    await Promise.all([...this.#instances.map((instance) => instance.stop()), this.#front?.stop()]);
  }
}
