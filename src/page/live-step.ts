import type { PageStep } from '../report/page/page-step.js';
import type { PageData } from '../report/page/page-types.js';

/** The page's data a second later. What has not changed is the same object as before. */
export function afterStep(data: PageData, { changes, timeline, heat }: PageStep): PageData {
  const columns = Object.fromEntries(
    Object.entries(timeline.columns).map(([name, tail]) => {
      const before = data.timeline.columns[name as keyof typeof timeline.columns];
      return [name, [...before.slice(0, timeline.from), ...tail]];
    }),
  ) as unknown as PageData['timeline']['columns'];
  const { echo, fanout } = data.heat.columns;
  return {
    ...data,
    ...changes,
    timeline: { ...data.timeline, columns },
    heat: {
      ...data.heat,
      columns: {
        echo: [...echo.slice(0, heat.from), ...heat.columns.echo],
        fanout: [...fanout.slice(0, heat.from), ...heat.columns.fanout],
      },
    },
  };
}
