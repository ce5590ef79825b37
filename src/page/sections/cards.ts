import { el, fill, onChange } from '#page/dom.js';
import type { Section } from '#page/section.js';
import {
  arrivalCard,
  connectionCard,
  latencyCard,
  phaseLatencyCard,
  throughputCard,
} from '#page/sections/figure-cards.js';
import { auditCard, beliefCard, gradeCard, thresholdCard } from '#page/sections/judgement-cards.js';
import type { PageData } from '../../report/page/page-types.js';

/** What the cards show: everything but what is drawn further down. */
type Shown = Pick<
  PageData,
  | 'live'
  | 'run'
  | 'plan'
  | 'messages'
  | 'acks'
  | 'deliveries'
  | 'latencyMs'
  | 'tps'
  | 'connections'
  | 'errors'
  | 'verdict'
  | 'thresholds'
  | 'grade'
  | 'phases'
  | 'canary'
  | 'audit'
  | 'slowReaders'
>;

/** The figures of the first screen: did all arrive, how fast, how much, can it be believed, did it pass. */
export function cards(): Section {
  const element = el('div', { class: 'cards' });
  const draw = onChange((shown: Shown) => {
    const hasMessages = shown.live ? shown.run.kind === 'run' : (shown.messages.sent ?? 0) > 0;
    const figures = hasMessages
      ? [arrivalCard(shown), latencyCard(shown), throughputCard(shown)]
      : [connectionCard(shown), phaseLatencyCard(shown)];
    const judgements = [
      ...(shown.run.kind === 'run' || shown.verdict !== null
        ? [beliefCard(shown)]
        : shown.audit === null
          ? []
          : [auditCard(shown.audit)]),
      thresholdCard(shown),
      ...(hasMessages ? [gradeCard(shown)] : []),
    ];
    element.classList.toggle('of-two', !hasMessages);
    fill(element, ...figures, ...judgements);
  });
  return {
    element,
    update({ live, run, plan, messages, acks, deliveries, latencyMs, tps, connections, errors, ...rest }) {
      const { verdict, thresholds, grade, phases, canary, audit, slowReaders } = rest;
      draw({
        live,
        run,
        plan,
        messages,
        acks,
        deliveries,
        latencyMs,
        tps,
        connections,
        errors,
        verdict,
        thresholds,
        grade,
        phases,
        canary,
        audit,
        slowReaders,
      });
    },
  };
}
