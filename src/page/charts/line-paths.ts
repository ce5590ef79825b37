import { plannedCorners, type TimeMarks } from '#page/charts/time-marks.js';
import { type Chart, type ChartPaths, Plot } from '#page/uplot.js';

/**
 * The planned rate itself, to the end of the plan, whatever seconds there are: a jump is a jump. Where the load has no stages, the
 * line of the series.
 * @param factorOf what a message counts for; null draws nothing
 */
export function plannedPath(marks: () => TimeMarks, factorOf: (marks: TimeMarks) => number | null): ChartPaths {
  return (chart, series, first, last) => {
    const { stages } = marks();
    if (stages.length === 0) return Plot.paths.linear?.()(chart, series, first, last) ?? null;
    const factor = factorOf(marks());
    const stroke = new Path2D();
    if (factor === null) return { stroke };
    for (const [index, [second, rate]] of plannedCorners(stages).entries()) {
      const [x, y] = [position(chart, second, 'x'), position(chart, rate * factor, 'y')];
      if (index === 0) stroke.moveTo(x, y);
      else stroke.lineTo(x, y);
    }
    return { stroke };
  };
}

/** The values of seconds; where the load has stages each over its whole second, so that it stands in the stage that it is of. */
export function secondsPath(marks: () => TimeMarks): ChartPaths {
  return (chart, series, first, last) => {
    const paths = marks().stages.length === 0 ? Plot.paths.linear?.() : Plot.paths.stepped?.({ align: 1 });
    return paths?.(chart, series, first, last) ?? null;
  };
}

function position(chart: Chart, value: number, scale: 'x' | 'y'): number {
  return Math.round(chart.valToPos(value, scale, true));
}
