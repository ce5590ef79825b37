import { readFileSync } from 'node:fs';

/** Where the modules and styles of pages are built. */
const BUILT = new URL('../../dist/', import.meta.url);
/** Where the build puts the chart library. */
const LIBRARY = new URL('../../bundle/page/', import.meta.url);

/** The text of a file that is a part of pages. @param path below what is built: `page/main.js`, `core/units.js`, `page/theme.css` */
export function pageFile(path: string): string {
  return readFileSync(new URL(path, BUILT), 'utf8');
}

/** The text of a file of the chart library. */
export function chartLibraryFile(name: 'uPlot.iife.min.js' | 'uPlot.min.css'): string {
  return readFileSync(new URL(name, LIBRARY), 'utf8');
}
