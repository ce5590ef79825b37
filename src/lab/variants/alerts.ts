import { AlertSender } from './alert-sender.js';
import type { AlertingParts } from './alerting-parts.js';
import { CourseAlerts } from './course-alerts.js';
import { FilterBeforeMessages, FilterClient } from './filter-client.js';
import { FourRules } from './four-rules.js';
import { urlIn } from './url-in.js';
import type { ExerciseVariants, VariantParts, VariantSettings } from './variant.js';

/** 1-2: alerts by the wrong numbers, and by the right ones. */
export const alertVariants: ExerciseVariants = {
  broken: [{ name: 'heap-share', make: (settings) => parts(settings, (all) => new CourseAlerts(all)) }],
  solved: { name: 'four-rules', make: (settings) => parts(settings, (all) => new FourRules(all)) },
};

function parts(
  { environment }: VariantSettings,
  create: (all: AlertingParts) => CourseAlerts | FourRules,
): VariantParts {
  const filter = new FilterClient(urlIn(environment, 'FILTER_URL'));
  const sender = new AlertSender(urlIn(environment, 'ALERT_WEBHOOK'));
  const memoryLimitBytes = Number(environment['MEMORY_LIMIT_MB'] ?? 4096) * 2 ** 20;
  return { extensions: [create({ filter, sender, memoryLimitBytes }), new FilterBeforeMessages(filter)] };
}
