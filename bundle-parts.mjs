/** What is taken of packages, of Node and of dictionaries when the sources are put together: no more than is needed. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('./', import.meta.url));

/** Of undici, what HTTP needs: a third of it, and none of what a browser has. */
const UNDICI = `
  import Dispatcher from 'undici/lib/dispatcher/dispatcher.js';
  import request from 'undici/lib/api/api-request.js';
  Dispatcher.prototype.request = request;
  export { default as Pool } from 'undici/lib/dispatcher/pool.js';
  export { default as buildConnector } from 'undici/lib/core/connect.js';
`;

const undiciInPart = {
  name: 'undici-in-part',
  setup({ onLoad }) {
    onLoad({ filter: /node_modules[\\/]undici[\\/]index\.js$/ }, () => ({ contents: UNDICI, resolveDir: ROOT }));
    // A pool speaks HTTP/2 only when it is told to, which none of ours is.
    onLoad({ filter: /undici[\\/]lib[\\/]dispatcher[\\/]client-h2\.js$/ }, () => ({
      contents: "module.exports = () => { throw new Error('HTTP/2 is not built in'); };",
    }));
  },
};

/**
 * Of commander, what reads flags, without its comments, which are half of it: it starts no commands that are programs of their own, for
 * which it would load much of Node.
 */
const commanderInPart = {
  name: 'commander-in-part',
  setup({ onLoad }) {
    onLoad({ filter: /commander[\\/]lib[\\/]\w+\.js$/ }, ({ path }) => ({
      contents: readFileSync(path, 'utf8')
        .replace(
          "const childProcess = require('node:child_process');",
          "const childProcess = { spawn() { throw new Error('programs are not started'); } };",
        )
        .replaceAll(/^ *\/\*\*?\n(?: *\*.*\n)*? *\*\/\n/gm, ''),
    }));
  },
};

/** Of inquirer, what the menu asks with: no question of it opens an editor, for which every encoding there is would come along. */
const inquirerInPart = {
  name: 'inquirer-in-part',
  setup({ onLoad }) {
    onLoad({ filter: /@inquirer[\\/]external-editor[\\/]dist[\\/]index\.js$/ }, () => ({
      contents: "export function editAsync() { throw new Error('editors are not built in'); }",
    }));
  },
};

/** Of what Engine.IO asks requests for, the encodings that they take: it never asks for types of files, of which there are thousands. */
const acceptsInPart = {
  name: 'accepts-in-part',
  setup({ onLoad }) {
    onLoad({ filter: /node_modules[\\/]mime-db[\\/]index\.js$/ }, () => ({ contents: 'module.exports = {};' }));
  },
};

/** Of chalk, what colours: how many of them a terminal has is found out by us. */
const chalkInPart = {
  name: 'chalk-in-part',
  setup({ onLoad }) {
    onLoad({ filter: /chalk[\\/]source[\\/]vendor[\\/]supports-color[\\/]index\.js$/ }, () => ({
      contents: 'export default { stdout: false, stderr: false };',
    }));
  },
};

/** How the list of inputs calls a module of Node's own. */
export const BUILTIN = 'builtin:';

/**
 * Node's own modules are taken as they are, without what Node puts between an import and them: that looks at all that a module has, for which
 * it loads what nobody asked for (streams, Web Crypto, MIME types).
 */
const builtinsAsTheyAre = {
  name: 'builtins-as-they-are',
  setup({ onLoad, onResolve }) {
    onResolve({ filter: /^node:/ }, ({ path, kind, importer, namespace }) => {
      // Whoever takes a module as a whole may look for what later versions of Node have.
      const isWhole = namespace === 'file' && readFileSync(importer, 'utf8').includes('import * as');
      return kind === 'import-statement' && !isWhole ? { path, namespace: 'builtin' } : undefined;
    });
    onLoad({ filter: /^/, namespace: 'builtin' }, ({ path }) => {
      const names = Object.keys(process.getBuiltinModule(path)).filter(
        (name) => /^\w+$/.test(name) && name !== 'default',
      );
      const taken = names.map((name) => `const own_${name} = /* @__PURE__ */ (() => builtin.${name})();`);
      const given = names.map((name) => `own_${name} as ${name}`);
      return {
        contents: `const builtin = /* @__PURE__ */ process.getBuiltinModule('${path}');
          ${taken.join('\n')}
          export { ${given.join(', ')}, builtin as default };`,
      };
    });
  },
};

/** Problems are told in our own words, or in English: zod's fifty other languages stay outside. */
const withoutLanguages = {
  name: 'without-languages',
  setup({ onLoad }) {
    onLoad({ filter: /zod[\\/]v4[\\/]locales[\\/]index\.js$/ }, () => ({
      contents: "export { default as en } from './en.js';",
    }));
  },
};

/**
 * Dictionaries are texts until something is to be said: as code, a thousand sentences take longer to read than the rest of what the list of
 * commands needs.
 */
const dictionariesAsTexts = {
  name: 'dictionaries-as-texts',
  setup({ onLoad }) {
    onLoad(
      { filter: /core[\\/]language[\\/](?:en|ko)[\\/](?:index|sentences)\.ts$/, namespace: 'file' },
      async ({ path }) => {
        const built = await import(path.replace(`${ROOT}src`, `${ROOT}dist`).replace(/ts$/, 'js'));
        const readers = Object.entries(built).map(
          ([name, read]) => `export function ${name}() { return JSON.parse(String.raw\`${asRawText(read())}\`); }`,
        );
        return { contents: readers.join('\n') };
      },
    );
  },
};

/** A value as JSON, a line for each of its keys, between the backquotes of a raw text. */
function asRawText(value) {
  return JSON.stringify(value, undefined, 1).replace(
    /[`$]|[^ -~\n]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** In whatever order. */
export const PLUGINS = [
  undiciInPart,
  commanderInPart,
  inquirerInPart,
  acceptsInPart,
  chalkInPart,
  withoutLanguages,
  dictionariesAsTexts,
  builtinsAsTheyAre,
];
