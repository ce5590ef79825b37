import { count, latency } from '#page/format.js';
import type { Section } from '#page/section.js';
import { type CountColumn, countTable } from '#page/sections/count-table.js';
import type { PageEntrance } from '../../report/page/page-types.js';

const COLUMNS: readonly CountColumn<PageEntrance>[] = [
  { label: 'users', text: ({ users }) => count(users) },
  { label: 'connected', text: ({ connectionsOpened }) => count(connectionsOpened), isSpare: true },
  {
    label: 'connections lost',
    text: ({ connectionsLost }) => count(connectionsLost),
    isSpare: true,
    tone: ({ connectionsLost }) => (connectionsLost > 0 ? 'warn' : undefined),
  },
  { label: 'errors', text: ({ errors }) => count(errors), tone: ({ errors }) => (errors > 0 ? 'warn' : undefined) },
  { label: 'received', text: ({ received }) => count(received) },
  { label: 'from other entrances', text: ({ receivedAcross }) => count(receivedAcross), isSpare: true },
  { label: 'lost', text: ({ lost }) => count(lost), tone: ({ lost }) => (lost > 0 ? 'bad' : undefined) },
  { label: 'p50', text: ({ p50Ms }) => latency(p50Ms) },
  { label: 'p99', text: ({ p99Ms }) => latency(p99Ms) },
];

/** The ways into the chat side by side, where there are several. */
export function entranceTable(): Section {
  const { element, draw } = countTable<PageEntrance>({
    id: 'entrances',
    title: 'Entrances',
    heading: 'entrance',
    nameOf: ({ target }) => target,
    columns: COLUMNS,
  });
  return { element, update: ({ entrances }) => draw(entrances) };
}
