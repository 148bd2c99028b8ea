import { expect, it } from 'vitest';
import { buildTriageReport } from '../analyzer/report/triage-report.ts';
import { judgeProcesses } from '../analyzer/triage/judge-processes.ts';
import { readTelemetry } from '../analyzer/triage/telemetry/read-telemetry.ts';
import type { Report } from '../format/report.ts';

/** Files of telemetry, drawn in any shape: a process that grows and one that does not. */

export const mebi = 1024 * 1024;
export const minute = 60_000;
export const start = Date.parse('2026-05-02T22:40:00Z');
export const length = 90;

/** One moment of a process: sizes in MiB. */
export interface Moment {
  readonly i: number;
  readonly at: number;
  readonly rss: number;
  /** Right after a collection in each third moment. */
  readonly heap: number;
}

export type Shape = (moment: Moment) => string;

/** Ninety minutes over midnight, a sample a minute. */
function drawn(perMinute: number): readonly Moment[] {
  return Array.from({ length }, (_, i) => {
    const wave = ((i * 7) % 5) - 2;
    const level = 180 + perMinute * i + wave;
    return { i, at: start + i * minute, rss: level + 120, heap: level + (i % 3) * 9 };
  });
}

export const grows = drawn(3);
export const stays = drawn(0);

export async function triaged(text: string): Promise<Report> {
  async function* chunks() {
    yield text;
  }
  const telemetry = await readTelemetry([{ name: 'log', chunks: chunks() }]);
  return buildTriageReport(judgeProcesses(telemetry.processes), telemetry, 0);
}

export const textOf = (shape: Shape, moments: readonly Moment[]) => `${moments.map(shape).join('\n')}\n`;

/** A file of this shape that rises is growth at 180 MiB/h, and one that does not is none. */
export function itReads(name: string, shape: Shape, { by = 'resident memory', head = '' } = {}): void {
  it(name, async () => {
    const rising = await triaged(head + textOf(shape, grows));
    expect(rising.verdict.sentence).toMatch(new RegExp(`^(?:\\S+: )?${by} grows 1[78]\\d MiB/h`));
    expect(rising.verdict.outcome).toBe('growth');
    expect(rising.memory).toMatchObject({ samples: length, duration: (length - 1) * minute });
    const flat = await triaged(head + textOf(shape, stays));
    expect(flat.verdict.sentence).toMatch(/^(?:\S+: )?no growth/);
    expect(flat.verdict.outcome).toBe('none');
    expect(flat.verdict.confidence).toBeGreaterThan(0);
  });
}

export const iso = (at: number) => new Date(at).toISOString();
export const pointed = (value: number) => value.toLocaleString('de-DE', { useGrouping: 'always' });
export const spaced = (value: number) => pointed(value).replaceAll('.', ' ');
export const pad = (value: number) => String(value).padStart(2, '0');
export const bytesOf = (size: number) => Math.round(size * mebi);
export const kibiOf = (size: number) => Math.round(size * 1024);
export const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun'];
const days = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
export function partsOf(at: number) {
  const date = new Date(at);
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth(),
    day: date.getUTCDate(),
    weekday: days[date.getUTCDay()],
    clock: `${pad(date.getUTCHours())}:${pad(date.getUTCMinutes())}:${pad(date.getUTCSeconds())}`,
  };
}
export const unixDate = (at: number) => {
  const { weekday, month, day, clock, year } = partsOf(at);
  return `${weekday} ${months[month]} ${String(day).padStart(2)} ${clock} UTC ${year}`;
};
export const syslogDate = (at: number) => {
  const { month, day, clock } = partsOf(at);
  return `${months[month]} ${String(day).padStart(2)} ${clock}`;
};
