// The styles lie beside the modules that they belong to, in the sources and in what is built.
import { cpSync } from 'node:fs';

cpSync(new URL('./', import.meta.url), new URL('../../dist/page/', import.meta.url), {
  recursive: true,
  filter: (path) => !/\.(?:ts|mjs|json)$/.test(path),
});

// What is run is made last, of everything.
await import('../../bundle.mjs');
