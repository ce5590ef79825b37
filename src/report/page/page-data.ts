import { errorMessage } from '../../core/error-kinds.js';
import { ENGLISH, type Wording } from '../../core/language/words.js';
import { pickFields } from '../../core/records.js';
import { remedyOf } from '../../judgement/verdict.js';
import type { BucketCounter } from '../../metrics/bucket-counter.js';
import { ENTRANCE_COUNTS } from '../../metrics/entrances.js';
import { decodeHistogram } from '../../metrics/hdr-encoding.js';
import { auditTexts, missingTexts } from '../audit-texts.js';
import { headlineOf, isInDoubt, kindOf } from '../headline.js';
import type { AuditReport, EntranceReport, IntervalReport, PhaseReport, Report } from '../report-types.js';
import { MOST_NAME_CHARACTERS, pageText } from '../texts.js';
import { ENGLISH_VOICE, type Voice } from '../voice.js';
import { toldIn } from './page-labels.js';
import { emptyHeat, heatColumn, MOST_HEAT_COLUMNS } from './page-heat.js';
import { pagePercentilesOf } from './page-percentiles.js';
import { pagePlanOf } from './page-plan.js';
import { pageRoomsOf } from './page-rooms.js';
import { pageStagesOf, pageThresholdsOf } from './page-stages.js';
import { pageTimelineOf } from './page-timeline.js';
import type {
  PageAlert,
  PageAudit,
  PageCanary,
  PageData,
  PageEntrance,
  PageErrors,
  PageHeat,
  PageLatencyKind,
  PagePercentiles,
  PagePhase,
  PageRun,
  PageSessions,
  PageStorm,
} from './page-types.js';

/** What a page has room for. */
const MOST_ERROR_KINDS = 40;
export const MOST_FINDINGS = 40;
export const MOST_ALERTS = 100;
const MOST_REASONS = 20;
const MOST_ENTRANCES = 100;
const PAGE_STORM_FIELDS = [
  'atMs',
  'share',
  'offlineMs',
  'cut',
  'back',
  'neverBack',
  'backMs',
  'missed',
  'recovered',
] as const satisfies readonly (keyof PageStorm)[];

/** What a page shows of sessions. */
const PAGE_SESSION_FIELDS = [
  'lengthMs',
  'pauseMs',
  'left',
  'back',
  'stillAway',
  'neverBack',
  'backMs',
  'missed',
  'recovered',
] as const satisfies readonly (keyof PageSessions)[];
/** Users, and messages, that are named. */
const MOST_MISSING = 10;

/** Everything that the page of a finished run shows; pure. What a report of an older version lacks is null. */
export function pageDataOf(report: Report, voice: Voice = ENGLISH_VOICE): PageData {
  const { words, tell } = voice;
  const { messages, deliveries, latencyMs, tps, connections, audit } = report;
  const { byRoom, places: _, pairs: __, ...deliverySums } = deliveries;
  return {
    live: false,
    progress: null,
    headline: headlineOf(report, kindOf(report), words),
    ...toldIn(words),
    tool: {
      name: pageText(report.tool.name, MOST_NAME_CHARACTERS),
      version: pageText(report.tool.version, MOST_NAME_CHARACTERS),
    },
    host: pageHostOf(report),
    run: pageRunOf(report),
    plan: pagePlanOf(report.plan, words),
    verdict: pageVerdictOf(report, voice),
    grade: pageGradeOf(report, voice),
    thresholds: pageThresholdsOf(report, words),
    messages,
    deliveries: deliverySums,
    acks: report.acks,
    latencyMs,
    tps,
    errors: pageErrorsOf(report.errors, words),
    connections,
    generator: pageGeneratorOf(report),
    canary: pageCanaryOf(report),
    audit: audit === null ? null : pageAuditOf(audit, words),
    phases: pagePhasesOf(report.phases),
    timeline: pageTimelineOf(report.timeline),
    heat: pageHeatOf(report),
    percentiles: percentilesOf(report),
    rooms: pageRoomsOf(byRoom),
    stages: pageStagesOf(report),
    entrances: report.entrances.slice(0, MOST_ENTRANCES).map(pageEntranceOf),
    storms: report.storms.map((storm) => pickFields(storm, PAGE_STORM_FIELDS)),
    sessions: report.sessions === null ? null : pickFields(report.sessions, PAGE_SESSION_FIELDS),
    slowReaders: report.slowReaders,
    reads: pageReadsOf(report),
    findings: report.findings.slice(0, MOST_FINDINGS).map((finding) => pageText(tell(finding))),
    alerts: pageAlertsOf(report, voice),
  };
}

function pageReadsOf({ reads }: Report): PageData['reads'] {
  if (reads === null) return null;
  const { histograms: _, ...told } = reads;
  return told;
}

/** A report that was read from a file can hold anything. */
function pageHostOf({ host }: Report): PageData['host'] {
  const [node, platform, arch] = [host.node, host.platform, host.arch].map((text) =>
    pageText(text, MOST_NAME_CHARACTERS),
  );
  return { ...host, node: node ?? '', platform: platform ?? '', arch: arch ?? '' };
}

function pageVerdictOf(report: Report, { words, tell }: Voice): PageData['verdict'] {
  const kind = kindOf(report);
  if (kind === 'connect' && !isInDoubt(report, kind)) return null;
  const { level, times, counts, reasons } = report.verdict;
  const remedy = remedyOf(report.verdict);
  return {
    level,
    times,
    counts,
    reasons: reasons.slice(0, MOST_REASONS).map(({ code, part, message }) => ({
      code: pageText(code, MOST_NAME_CHARACTERS),
      part,
      message: pageText(tell(message)),
    })),
    remedy: remedy === undefined ? null : words.say(remedy),
  };
}

function pageEntranceOf(entrance: EntranceReport): PageEntrance {
  const { p50, p99 } = entrance.latencyMs;
  const target = pageText(entrance.target, MOST_NAME_CHARACTERS);
  return { ...pickFields(entrance, ENTRANCE_COUNTS), target, p50Ms: p50, p99Ms: p99 };
}

function pageGradeOf({ grade: { level, next, why } }: Report, { tell }: Voice): PageData['grade'] {
  return { level, next: next === null ? null : pageText(tell(next)), why: pageText(tell(why)) };
}

function pageRunOf(report: Report): PageRun {
  const { id, startedAt, durationMs, preset, seed, target, dialect, interruptedBy, command } = report.run;
  return {
    id: pageText(id, MOST_NAME_CHARACTERS),
    kind: kindOf(report),
    startedAt,
    durationMs,
    preset: preset === null ? null : pageText(preset, MOST_NAME_CHARACTERS),
    seed,
    target: pageText(target),
    dialect: pageText(dialect, MOST_NAME_CHARACTERS),
    interruptedBy,
    command: pageText(command, 2000),
  };
}

/** Failures as the page lists them, the most frequent first. */
export function pageErrorsOf(errors: Report['errors'], words: Wording = ENGLISH): PageErrors {
  const kinds = Object.entries(errors.byKind).toSorted(([, one], [, other]) => other - one);
  const rest = kinds.slice(MOST_ERROR_KINDS);
  return {
    total: errors.total,
    share: errors.share,
    kinds: kinds
      .slice(0, MOST_ERROR_KINDS)
      .map(([kind, count]) => [pageText(kind, MOST_NAME_CHARACTERS), count, words.say(errorMessage(kind))]),
    moreKinds: rest.length,
    moreErrors: rest.reduce((sum, [, count]) => sum + count, 0),
    reasons: errors.reasons
      .slice(0, MOST_REASONS)
      .map(({ kind, text, count }) => [pageText(kind, MOST_NAME_CHARACTERS), pageText(text), count]),
  };
}

function pageCanaryOf({ canary }: Report): PageCanary | null {
  if (canary === null) return null;
  const { latencyMs, ...counts } = canary;
  return { ...counts, echo: latencyMs.echo, fanout: latencyMs.fanout };
}

function pageAuditOf(audit: AuditReport, words: Wording): PageAudit {
  const { texts, more } = missingTexts(audit, MOST_MISSING, words);
  return { texts: auditTexts(audit, words), missing: texts.map((text) => pageText(text)), more };
}

/** The phases on one line of time: each begins where the one before has ended. */
function pagePhasesOf(phases: readonly PhaseReport[]): PagePhase[] {
  let startMs = 0;
  return phases.map(
    ({ name, durationMs, attempted, succeeded, failed, ratePerSecond, latencyMs: { p50, p99, max } }) => {
      const phase = {
        name,
        startMs,
        durationMs,
        attempted,
        succeeded,
        failed,
        total: attempted,
        ratePerSecond,
        p50Ms: p50,
        p99Ms: p99,
        maxMs: max,
      };
      startMs += durationMs;
      return phase;
    },
  );
}

function pageAlertsOf({ alerts }: Report, { tell }: Voice): PageAlert[] {
  return alerts
    .slice(0, MOST_ALERTS)
    .map(({ rule, message, second }) => ({ rule: pageText(rule), message: pageText(tell(message)), second }));
}

/** The generator's own figures, without its histograms. */
function pageGeneratorOf({ generator }: Report): PageData['generator'] {
  const workers = generator.workers.map(
    ({ cpuShare, cpuWaitShare, peakCpuShare, gcShare, eventLoopDelayMs, scheduleSlipMs }) => ({
      cpuShare,
      cpuWaitShare,
      peakCpuShare,
      gcShare,
      eventLoopDelayMs,
      scheduleSlipMs,
    }),
  );
  return { ...generator, workers };
}

function pageHeatOf({ intervals }: Report): PageHeat {
  const seconds = (intervals.at(-1)?.second ?? -1) + 1;
  const secondsPerColumn = Math.max(1, Math.ceil(seconds / MOST_HEAT_COLUMNS));
  const groups = Array.from({ length: Math.ceil(seconds / secondsPerColumn) }, (): IntervalReport[] => []);
  for (const interval of intervals) groups[Math.floor(interval.second / secondsPerColumn)]?.push(interval);
  const columnsOf = (kind: PageLatencyKind): number[][] => groups.map((group) => heatColumn(countersOf(group, kind)));
  return { ...emptyHeat(), secondsPerColumn, columns: { echo: columnsOf('echo'), fanout: columnsOf('fanout') } };
}

/** One after the other: all at once, those of a day would fill the memory. */
function* countersOf(intervals: readonly IntervalReport[], kind: PageLatencyKind): Generator<BucketCounter> {
  for (const interval of intervals) {
    const counter = counterOf(interval[kind]);
    if (counter !== undefined) yield counter;
  }
}

function percentilesOf({ histograms }: Report): PagePercentiles | null {
  const names = ['echo', 'fanout', 'canaryEcho', 'canaryFanout'] as const;
  return pagePercentilesOf(names.map((name) => [name, counterOf(histograms[name])]));
}

/** undefined without a histogram, and for one that cannot be read: a page without a curve is better than none. */
function counterOf(text: string | null): BucketCounter | undefined {
  return text === null ? undefined : decodeHistogram(text);
}
