import { readFileSync } from 'node:fs';

interface Target {
  readonly expr: string;
}

/** What the tests read of a Grafana dashboard. */
export interface Dashboard {
  readonly id: unknown;
  readonly panels: readonly {
    readonly id: number;
    readonly type: string;
    readonly datasource?: { readonly uid: string };
    readonly targets?: readonly Target[];
  }[];
  readonly annotations: { readonly list: readonly Target[] };
  readonly templating: { readonly list: readonly { readonly name: string; readonly definition?: string }[] };
}

/** The dashboard of the docs. */
export function readDashboard(): Dashboard {
  return JSON.parse(readFileSync('docs/grafana/newyear-load.json', 'utf8')) as Dashboard;
}

/** Every expression of PromQL in a dashboard. */
export function expressionsOf({ panels, annotations }: Dashboard): string[] {
  const targets = [...panels.flatMap(({ targets: inPanel = [] }) => inPanel), ...annotations.list];
  return targets.map(({ expr }) => expr);
}
