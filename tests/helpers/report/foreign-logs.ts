/** What each library writes of ten samples each of 100, 2,047, 2,048, 100,000 and 1,000,000, with 3 digits up to 3,600,000,000. */
export const HISTOGRAMS = {
  /** HdrHistogram 2.1.11 */
  java: 'HISTFAAAAC142pNpmSzMwMDAywABzFCaEURcm7yEwf4DROA4o8hmORGRjREi3WYiAKqVCFs=',
  /** native-hdr-histogram 1.0.0 */
  c: 'HISTFAAAAC14nJNpmSzMwMDAywABzFCaEURcm7yEwf4DROA4o8hmORGRjREi3WYiAKqVCFs=',
  /** hdr-histogram-js 3.0.1, which states an index offset of 1 */
  javascript: 'HISTFAAAADF4nJNpmSzMwMDAy8DAwMjAwMDMAAEgNsO1yUsYYPzjjCKb5URENkaIdJuJAACS4gcu',
} as const;

/** The same seven times in nanoseconds, in a histogram that has grown by itself. Java. */
export const NANOSECONDS = 'HISTFAAAAC142pNpmSzMwMDAywABzFCaEUTY////3/4DRGBzBd9zNz6+4xF8P035AM0fCq4=';

/** The same seven times up to 2^63 − 1, with 2 digits. Java. */
export const WIDE = 'HISTFAAAACt42pNpmSzMwMDAywABTFCasf4/BNh/gAgcZ+TbzMHH18zNd5+NDwAyTw06';

/** One sample of 1, three of 100, one of 5,000, up to 100,000 with 2 digits, in version 1 with words of two bytes; Java reads it. */
export const VERSION_1 = 'HISTIgAAAC942pNpmazIwMBmxQABTFCaEUK2LbD/wMCAIjbUATPDKBgFo2AUjAJ6AEYA3xID8w==';

/** Java's `DoubleHistogram`, and a `Histogram` after `shiftValuesLeft(1)`. */
export const DOUBLE = 'DHISTwAAAAMAAAAAAAAAAhyEkxQAAAAgeNqTaZkszMDAwMwAATCaEULJ/7cPgLD+izMBAExnBBM=';
export const SHIFTED = 'HISTFAAAACV42pNpmSzMwMDAzMDAwgChwYARRFybvITB/gNEYL48FwBhhAVW';

const JAVA_BEGINNING = [
  '#[Logged with jHiccup version 2.0.10]',
  '#[Histogram log format version 1.3]',
  '#[BaseTime: 1700000000.000 (seconds since epoch)]',
  '#[StartTime: 1700000000.000 (seconds since epoch), Tue Nov 14 22:13:20 UTC 2023]',
  '"StartTimestamp","Interval_Length","Interval_Max","Interval_Compressed_Histogram"',
];

/** A log as Java's writer begins it. @param lines after the legend */
export function javaLog(...lines: readonly string[]): string {
  return [...JAVA_BEGINNING, ...lines, ''].join('\n');
}

/** A line of it: a second long. */
export function logLine(startS: number, histogram: string, tag?: string): string {
  return `${tag === undefined ? '' : `Tag=${tag},`}${startS.toFixed(3)},1.000,1000.447,${histogram}`;
}
