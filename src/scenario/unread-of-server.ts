import { type Message, message } from '../core/language/words.js';
import { nearest } from '../core/nearest.js';
import { printable } from '../core/text.js';
import { nameOfServer, SERVER_METRICS, type ServerWatch } from '../core/server-watch.js';
import { WATCH_OPTIONS } from './watch-options.js';

/** What is wrong with an expression that reads something of the server, since nobody reads that; undefined when nothing is. */
export function unreadOfServer(expression: string, watch: ServerWatch | undefined): Message | undefined {
  const name = nameOfServer(expression);
  if (name === undefined) return undefined;
  const { watchPid, watchUrl, watchSeries } = WATCH_OPTIONS;
  if (watch === undefined) return message('fit.server-unwatched', { name, pid: watchPid.flag, url: watchUrl.flag });
  if (name === 'lag' && watch.url === null) return message('fit.server-lag', { url: watchUrl.flag });
  const names = [...SERVER_METRICS, ...watch.series.map((one) => one.name)];
  if (names.includes(name)) return undefined;
  const near = nearest(name, names);
  const told = { name: printable(name, 60), flag: watchSeries.flag };
  return near === undefined
    ? message('fit.server-name', { ...told, valid: names.join(', ') })
    : message('fit.server-name.near', { ...told, near });
}
