import type * as z from 'zod';
import type { ReadonlyDeep } from '../core/records.js';
import type { reportSchema } from './schema/report.js';

/**
 * What one run says, as JSON. Field names and nesting are public; `docs/report.md` explains every one. Times named `…Ms` are
 * milliseconds, `…At` ISO 8601, rates per second, shares 0–1.
 */
export type Report = ReadonlyDeep<z.infer<typeof reportSchema>>;

export type ReportedLatency = keyof Report['latencyMs'];

export type ToolInfo = Report['tool'];

export type RunInfo = Report['run'];

/** The machine that made the load. */
export type HostInfo = Report['host'];

/** The resolved plan as plain JSON. Fields beyond those of the schema are the plan's own. */
export type ReportPlan = Report['plan'];

/** The users of one of several ways into the chat. */
export type EntranceReport = Report['entrances'][number];

/** Users who lost their connections by plan. */
export type SessionReport = NonNullable<Report['sessions']>;
export type SlowReaderReport = NonNullable<Report['slowReaders']>;

/** What was read beside the messages. */
export type ReadsReport = NonNullable<Report['reads']>;
export type StormReport = Report['storms'][number];

export type PhaseReport = Report['phases'][number];

export type MessageReport = Report['messages'];

export type DeliveryReport = Report['deliveries'];

/** Acknowledgements of messages. */
export type AckReport = NonNullable<Report['acks']>;

/** Per second, over the flood; peaks are those of the best whole second. */
export type TpsReport = Report['tps'];

export type ErrorReport = Report['errors'];

export type ConnectionReport = Report['connections'];

export type GeneratorReport = Report['generator'];

export type WorkerReport = GeneratorReport['workers'][number];

/** Three points of a distribution; null without samples. */
export type Spread = WorkerReport['eventLoopDelayMs'];

/** What is of one stage of the load. */
export type StageReport = Report['stages'][number];

export type CanaryReport = NonNullable<Report['canary']>;

/** The server, as it was watched from outside. */
export type ServerReport = NonNullable<Report['server']>;

/** How something was over the load. */
export type ServerCourse = ServerReport['rssBytes'];

export type AuditReport = NonNullable<Report['audit']>;

export type HistogramReport = Report['histograms'];

/** One second of the flood or the drain. */
export type IntervalReport = Report['intervals'][number];
