import { type Problem, UsageError } from '../../../core/errors.js';
import { EXIT, type ExitCode } from '../../../core/exit-codes.js';
import { columnsOf, padLeft, padRight } from '../../../core/language/columns.js';
import type { Wording } from '../../../core/language/words.js';
import type { OfferedRate } from '../../../core/plan.js';
import { formatCount, formatTime } from '../../../core/units.js';
import { checkAlert } from '../../../judgement/alerts.js';
import { checkThreshold } from '../../../judgement/thresholds.js';
import { estimateRun } from '../../../load/estimate.js';
import { formatRoomSize } from '../../../scenario/parsers.js';
import { listPresets } from '../../../scenario/presets.js';
import { resolvePlan } from '../../../scenario/resolve.js';
import { writeData } from '../../io.js';
import type { CommandCall } from '../command.js';

/** A preset, and what its fan-out makes of it. */
interface PresetRow {
  readonly name: string;
  readonly title: string;
  readonly users: number;
  readonly rooms: number;
  readonly roomSize: string;
  readonly durationMs: number;
  /** Messages per second of the whole run. */
  readonly rate: OfferedRate;
  /** About: members are drawn anew for every seed. */
  readonly deliveriesPerSecond: number | null;
}

/** `presets`: a table, or JSON. */
export async function showPresets({ flags, strays, io }: CommandCall): Promise<ExitCode> {
  refuse(strays);
  const rows = await readRows();
  await writeData(io.stdout, flags['json'] === true ? `${JSON.stringify(rows, null, 2)}\n` : tableOf(rows, io.words));
  return EXIT.ok;
}

function refuse(strays: readonly Problem[]): void {
  if (strays.length > 0) throw new UsageError(strays);
}

async function readRows(): Promise<PresetRow[]> {
  const presets = await listPresets();
  return Promise.all(
    presets.map(async ({ name, title, users, rooms, roomSize, durationMs, messagesPerSecond }) => ({
      name,
      title,
      users,
      rooms,
      roomSize: formatRoomSize(roomSize),
      durationMs,
      rate: messagesPerSecond,
      deliveriesPerSecond: await deliveriesPerSecondOf(name),
    })),
  );
}

/** The same seed every time, so that the list does not change from one call to the next. */
async function deliveriesPerSecondOf(preset: string): Promise<number | null> {
  const { plan } = await resolvePlan({
    kind: 'run',
    flags: { preset },
    year: 2000,
    freshSeed: 1,
    runId: 'preset',
    cpuCount: 2,
    environment: null,
    checkThreshold,
    checkAlert,
  });
  const { deliveriesPerSecond } = estimateRun(plan);
  return deliveriesPerSecond === null ? null : Math.round(deliveriesPerSecond);
}

const COLUMNS = ['name', 'users', 'rooms', 'members', 'duration', 'messages', 'deliveries', 'title'] as const;
/** Columns of words; the others are of numbers. */
const LEFT_ALIGNED = new Set([0, COLUMNS.length - 1]);

function tableOf(rows: readonly PresetRow[], words: Wording): string {
  const cells = [COLUMNS.map((column) => words.text(`list.${column}`)), ...rows.map(cellsOf)];
  const widths = COLUMNS.map((_, column) => Math.max(...cells.map((row) => columnsOf(row[column] ?? ''))));
  const lines = cells.map((row) =>
    row
      .map((cell, column) => {
        const width = widths[column] ?? 0;
        return LEFT_ALIGNED.has(column) ? padRight(cell, width) : padLeft(cell, width);
      })
      .join('  ')
      .trimEnd(),
  );
  return `${lines.join('\n')}\n`;
}

function cellsOf({ name, title, users, rooms, roomSize, durationMs, rate, deliveriesPerSecond }: PresetRow): string[] {
  return [
    name,
    formatCount(users),
    formatCount(rooms),
    roomSize,
    formatTime(durationMs),
    rate === 'max' ? rate : formatCount(rate),
    deliveriesPerSecond === null ? '–' : `~${formatCount(deliveriesPerSecond)}`,
    title,
  ];
}
