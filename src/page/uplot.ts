import type uPlot from 'uplot';

/** The chart library, which the page has loaded before its modules; undefined outside of a browser. */
export const Plot = (globalThis as unknown as { readonly uPlot: typeof uPlot }).uPlot;

export type Chart = uPlot;
export type ChartOptions = uPlot.Options;
export type ChartAxis = uPlot.Axis;
export type ChartSeries = uPlot.Series;
export type ChartScale = uPlot.Scale;
export type ChartPaths = uPlot.Series.PathBuilder;
export type ChartData = uPlot.AlignedData;

/** The library's constants, which its types only declare. */
export const LOGARITHMIC = 3 as unknown as NonNullable<ChartScale['distr']>;
export const RIGHT_SIDE = 1 as unknown as NonNullable<ChartAxis['side']>;
