import { readdirSync, readFileSync } from 'node:fs';
import { shellWords } from './shell-words.js';

const ROOT = new URL('../../../', import.meta.url);

/** The text of a document. @param path from the project's folder */
export function documentText(path: string): string {
  return readFileSync(new URL(path, ROOT), 'utf8');
}

/** The paths of all documents in a folder of the project, and below it. @param folder `docs`; empty for the project's own, without what is below */
export function documentsIn(folder: string): string[] {
  const names = readdirSync(new URL(folder === '' ? '.' : `${folder}/`, ROOT), {
    recursive: folder !== '',
    encoding: 'utf8',
  });
  return names.filter((name) => name.endsWith('.md')).map((name) => (folder === '' ? name : `${folder}/${name}`));
}

/** The fenced blocks of a document in their order. @param language of those that are wanted; empty for those without one */
export function fencesOf(text: string, language: string): string[] {
  return [...text.matchAll(/^```(\w*)\n(.*?)^```/gms)].flatMap(([, of, block]) =>
    of === language ? [block ?? ''] : [],
  );
}

/** Every command line of ours in a script, without what a shell does with it: comments, pipes, redirections, `&`, `&&`, `||`. */
export function commandsIn(script: string): string[][] {
  return script
    .replaceAll('\\\n', ' ')
    .split(/\n|&&/)
    .filter((line) => /^\s*(?:npx )?newyear-load\b/.test(line))
    .map((line) => line.replace(/\s(?:\||\d?>|#|&(?=\s*$)).*$/, ''))
    .map((line) => shellWords(line.replace(/^\s*(?:npx )?newyear-load/, '')));
}

/** What stands between backticks in the sentences and tables of a document. */
export function inlineCodeOf(text: string): string[] {
  const prose = text.replaceAll(/^```.*?^```/gms, '');
  return [...prose.matchAll(/`([^`\n]+)`/g)].map(([, code]) => code ?? '');
}

/** A link or picture to something of the project. */
export interface DocumentLink {
  /** As written, without its anchor; empty for a place in the document itself. */
  readonly link: string;
  /** The heading that is meant; empty for none. */
  readonly anchor: string;
}

/** Every link and picture of a document that leads to something of the project. */
export function linksOf(text: string): DocumentLink[] {
  const prose = text.replaceAll(/^```.*?^```/gms, '').replaceAll(/`[^`\n]*`/g, '``');
  return [...prose.matchAll(/\]\(([^()\s#]*)(?:#([^()\s]*))?\)/g)]
    .map(([, link = '', anchor = '']) => ({ link, anchor: decodeURIComponent(anchor) }))
    .filter(({ link }) => !/^[a-z]+:/.test(link));
}
