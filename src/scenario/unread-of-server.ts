import { unknownName } from '../core/nearest.js';
import { nameOfServer, SERVER_METRICS, type ServerWatch } from '../core/server-watch.js';
import { WATCH_OPTIONS } from './watch-options.js';

/** What is wrong with an expression that reads something of the server, since nobody reads that; undefined when nothing is. */
export function unreadOfServer(expression: string, watch: ServerWatch | undefined): string | undefined {
  const name = nameOfServer(expression);
  if (name === undefined) return undefined;
  const { watchPid, watchUrl, watchSeries } = WATCH_OPTIONS;
  if (watch === undefined)
    return `server.${name} is read of a server that is watched: name it with ${watchPid.flag} or ${watchUrl.flag}`;
  if (name === 'lag' && watch.url === null)
    return `server.lag is told by the server itself: name its metrics with ${watchUrl.flag}`;
  const names = [...SERVER_METRICS, ...watch.series.map((one) => one.name)];
  return names.includes(name)
    ? undefined
    : `${unknownName('name of what is read of the server', name, names)}; ${watchSeries.flag} adds others`;
}
