import { phaseLabel } from '#core/plan.js';
import { partsOfReceiverGone } from '#core/slow-readers.js';
import { formatShare } from '#core/units.js';
import { el } from '#page/dom.js';
import { count, latency, partOf, rate } from '#page/format.js';
import { labelled, phaseName, phrase } from '#page/labels.js';
import { card, facts, figure, figures, table } from '#page/sections/card.js';
import type { PageData } from '../../report/page/page-types.js';

/** Did everything arrive, once and in order? */
export function arrivalCard({
  deliveries,
  errors,
  slowReaders,
}: Pick<PageData, 'deliveries' | 'errors' | 'slowReaders'>): HTMLElement {
  const { expected, received, lost, duplicated, reordered } = deliveries;
  const { gone, dropped } = partsOfReceiverGone(deliveries.receiverGone ?? 0, slowReaders);
  return card(
    'arrival',
    'Did everything arrive?',
    figures(
      figure('lost', 'lost', count(lost), toneOf(lost, 'bad')),
      figure('duplicated', 'duplicated', count(duplicated), toneOf(duplicated, 'warn')),
      figure('reordered', 'out of order', count(reordered), toneOf(reordered, 'warn')),
    ),
    facts([
      ['copies delivered', expected === null ? count(received) : partOf(received, expected)],
      ...whenSome('lost in flight', deliveries.unconfirmed),
      ...whenSome('receiver was gone', gone),
      ...whenSome('never came to slow readers', dropped),
      ...whenSome('came too late', deliveries.late),
      ...whenSome('quoted in later messages', deliveries.quoted),
      ...whenSome('replayed after a join', deliveries.replayed),
      ...whenSome('recovered after a cut', deliveries.recovered),
      ...whenSome('reached strangers', deliveries.unexpected),
      ['errors', errorText(errors)],
    ]),
  );
}

/** How long did a message take? */
export function latencyCard({ latencyMs, canary }: Pick<PageData, 'latencyMs' | 'canary'>): HTMLElement {
  const rows = (
    [
      ['fan-out', latencyMs.fanout, 'fanout'],
      ['echo', latencyMs.echo, 'echo'],
    ] as const
  ).map(([name, summary, id]) =>
    el(
      'tr',
      {},
      el('th', { scope: 'row' }, labelled(name)),
      el('td', { id: `${id}-p50`, class: 'big' }, latency(summary?.p50 ?? null)),
      el('td', { id: `${id}-p99`, class: 'big' }, latency(summary?.p99 ?? null)),
      el('td', {}, latency(summary?.max ?? null)),
    ),
  );
  return card(
    'latency',
    'How long did it take?',
    el(
      'table',
      { class: 'latencies' },
      el('caption', { class: 'visually-hidden' }, 'Latencies from the planned send'),
      el(
        'thead',
        {},
        el('tr', {}, el('td', {}), ...['p50', 'p99', 'max'].map((name) => el('th', { scope: 'col' }, name))),
      ),
      el('tbody', {}, ...rows),
    ),
    canary === null
      ? undefined
      : facts([
          [
            'canary fan-out',
            phrase('p50 {p50}, max {max}', { p50: latency(canary.fanout.p50), max: latency(canary.fanout.max) }),
          ],
        ]),
  );
}

/** How many messages did it take? */
export function throughputCard({
  tps,
  plan,
  messages,
  acks,
}: Pick<PageData, 'tps' | 'plan' | 'messages' | 'acks'>): HTMLElement {
  return card(
    'throughput',
    'How much?',
    figures(
      figure('tps', 'messages/s completed', rate(tps?.completed ?? null)),
      figure('tps-delivered', 'deliveries/s', rate(tps?.delivered ?? null)),
    ),
    facts([
      ['load asked for', plan.load],
      [
        'messages/s sent',
        tps === null
          ? rate(null)
          : phrase('{rate}, at best {best}', { rate: rate(tps.sent), best: rate(tps.peakSent) }),
      ],
      ['messages sent', messages.intended === null ? count(messages.sent) : partOf(messages.sent, messages.intended)],
      ...whenSome('refused', messages.refused),
      ...whenSome('other events', messages.otherEvents),
      ...(acks === null ? [] : ([['acknowledged', partOf(acks.acknowledged, acks.asked)]] as const)),
    ]),
  );
}

/** Of a run without messages. */
export function connectionCard({ connections, errors }: Pick<PageData, 'connections' | 'errors'>): HTMLElement {
  const { asked, opened, lost, peak, pings, reconnects } = connections;
  const isShort = asked !== null && opened !== null && opened < asked;
  return card(
    'connections',
    'Did everybody get in?',
    figures(
      figure('opened', 'connections opened', count(opened), isShort ? 'bad' : undefined),
      figure('asked', 'asked for', count(asked)),
      figure('connections-lost', 'lost again', count(lost), toneOf(lost, 'bad')),
    ),
    facts([
      ['most at once', count(peak)],
      ['heartbeats answered', count(pings)],
      ...whenSome('opened again', reconnects),
      ['errors', errorText(errors)],
    ]),
  );
}

/** How long the set-up took, of a run without messages. */
export function phaseLatencyCard({ phases, run }: Pick<PageData, 'phases' | 'run'>): HTMLElement {
  const rows = phases
    .filter(({ maxMs }) => maxMs !== null)
    .map(
      ({ name, p50Ms, p99Ms, maxMs }) =>
        [phaseName(phaseLabel(name, run.kind)), latency(p50Ms), latency(p99Ms), latency(maxMs)] as const,
    );
  return card('latency', 'How long did it take?', table('Time of one operation', ['', 'p50', 'p99', 'max'], rows));
}

function errorText({ total, share }: PageData['errors']): string {
  if (total === null || total === 0) return total === null ? count(total) : labelled('none');
  return share === null
    ? count(total)
    : phrase('{count} ({share} of all operations)', { count: count(total), share: formatShare(share) });
}

function toneOf(value: number | null, tone: 'warn' | 'bad'): 'warn' | 'bad' | undefined {
  return value === null || value === 0 ? undefined : tone;
}

function whenSome(label: string, value: number | null): [label: string, value: string][] {
  return value === null || value === 0 ? [] : [[label, count(value)]];
}
