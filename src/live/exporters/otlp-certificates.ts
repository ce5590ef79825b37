import { readBounded } from '../../core/bounded-text.js';
import { messageOf, StartError } from '../../core/errors.js';

/** What a connection to a collector behind TLS is made with, in PEM. */
export interface Certificates {
  /** Whose certificates are trusted, instead of those that Node trusts. */
  readonly ca?: Buffer;
  /** Our own certificate and its key, for a collector that asks who we are. */
  readonly cert?: Buffer;
  readonly key?: Buffer;
}

/** A chain of certificates takes a hundredth. */
const MOST_BYTES = 1 << 20;

/** The ends of OpenTelemetry's names for files (OpenTelemetry Protocol Exporter, "Configuration Options"). */
const FILES = { ca: 'CERTIFICATE', cert: 'CLIENT_CERTIFICATE', key: 'CLIENT_KEY' } as const;

/**
 * Reads the files that OpenTelemetry's own variables name, those for metrics before those for everything.
 * @throws StartError when one cannot be read
 */
export async function readCertificates(env: Readonly<Record<string, string | undefined>>): Promise<Certificates> {
  const files = await Promise.all(
    Object.entries(FILES).map(async ([use, end]) => {
      const names = [`OTEL_EXPORTER_OTLP_METRICS_${end}`, `OTEL_EXPORTER_OTLP_${end}`];
      const name = names.find((candidate) => (env[candidate] ?? '').trim() !== '');
      return name === undefined ? [] : [[use, await readNamed(name, (env[name] ?? '').trim())] as const];
    }),
  );
  return Object.fromEntries(files.flat());
}

async function readNamed(variable: string, path: string): Promise<Buffer> {
  try {
    return Buffer.from(await readBounded(path, MOST_BYTES));
  } catch (cause) {
    throw new StartError(`The file that ${variable} names cannot be read: ${messageOf(cause)}.`, {
      hint: `Mend the path in ${variable}, or unset it.`,
      cause,
    });
  }
}
