import { readFileSync } from 'node:fs';
import type { MemorySample } from '../../../format/memory-sample.ts';
import type { Origin } from '../../../format/origin.ts';
import { parseReport } from '../../../format/report-text.ts';
import type { ResidentParts } from '../../../format/resident-parts.ts';
import type { Bytes } from '../../../format/units.ts';
import type { CaptureEvent, GrowthEvent, WatchEvent } from '../../../format/watch-event.ts';
import type { MetricFigure, Point, Reading } from './figure.ts';
import { own } from './own-figures.ts';
import { sampleFigures } from './sample-figures.ts';

/** Of the most likely ones: each is a series. */
const mostLeaks = 10;

/**
 * What a watch knows, for metrics of any kind. One watch has one process at a time, so no series is named by a process id:
 * a restart goes on in the same series.
 */
export class WatchMetrics {
  readonly #origin: Origin;
  #sample: MemorySample | undefined;
  /** Read more seldom than the rest, and true until they are read again. */
  #parts: { readonly pid: number; readonly parts: ResidentParts } | undefined;
  #ours: Bytes = 0;
  #isUp: boolean | undefined;
  #growth: GrowthEvent | undefined;
  #leaks: readonly Leak[] = [];
  #looks = 0;
  #pause = 0;
  readonly #events = new Map<WatchEvent['event'], number>();

  constructor(origin: Origin = {}) {
    this.#origin = origin;
  }

  /** Who the process is, as attributes of all that is told of it. */
  get origin(): Origin {
    return this.#origin;
  }

  /** @param ours the part of resident memory that our own captures left in the process */
  take(sample: MemorySample, pid: number, ours: Bytes): void {
    if (sample.parts !== undefined) this.#parts = { pid, parts: sample.parts };
    const parts = this.#parts?.pid === pid ? { parts: this.#parts.parts } : {};
    this.#sample = { ...sample, ...parts };
    this.#ours = ours;
    this.#isUp = true;
  }

  count(event: WatchEvent): void {
    this.#events.set(event.event, (this.#events.get(event.event) ?? 0) + 1);
    if (event.event === 'growth') this.#growth = event;
    if (event.event === 'capture') this.#look(event);
    if (event.event === 'lost' || event.event === 'ended') this.#forget(event.event === 'lost');
  }

  readings(): readonly Reading[] {
    return [...this.#ofSample(), ...this.#ofGrowth(), ...this.#ofUs()].filter(
      ({ points }) => points.length > 0,
    );
  }

  /** A process that ended no longer has figures. */
  #forget(wasLost: boolean): void {
    this.#sample = undefined;
    this.#parts = undefined;
    this.#growth = undefined;
    this.#leaks = [];
    this.#isUp = wasLost ? false : undefined;
  }

  #look({ pause, report }: CaptureEvent): void {
    this.#looks += 1;
    this.#pause += pause;
    if (report !== undefined) this.#leaks = leaksIn(report);
  }

  #ofSample(): readonly Reading[] {
    const sample = this.#sample;
    const up = this.#isUp === undefined ? [] : [{ value: this.#isUp ? 1 : 0 }];
    if (sample === undefined) return [{ figure: own.up, points: up }];
    return [
      ...joined(sampleFigures.map((figure) => ({ figure, points: figure.points(sample) }))),
      { figure: own.ours, points: [{ value: this.#ours }] },
      { figure: own.sampledAt, points: [{ value: sample.at / 1_000 }] },
      { figure: own.up, points: up },
    ];
  }

  #ofGrowth(): readonly Reading[] {
    const { problem, confidence, timeLeft = [] } = this.#growth ?? {};
    const of = ({ fingerprint, kind }: Leak) => ({ fingerprint, kind });
    return [
      {
        figure: own.growthConfidence,
        points: problem === undefined ? [] : [{ value: confidence!, attributes: { problem } }],
      },
      {
        figure: own.timeLeft,
        points: timeLeft.map(({ limit, left }) => ({ value: left / 1_000, attributes: { limit } })),
      },
      {
        figure: own.leakRate,
        points: this.#leaks.flatMap((leak) =>
          leak.rate === undefined ? [] : [{ value: leak.rate, attributes: of(leak) }],
        ),
      },
      {
        figure: own.leakConfidence,
        points: this.#leaks.map((leak) => ({ value: leak.confidence, attributes: of(leak) })),
      },
    ];
  }

  #ofUs(): readonly Reading[] {
    const { user, system } = process.cpuUsage();
    return [
      { figure: own.looks, points: [{ value: this.#looks }] },
      { figure: own.pause, points: [{ value: this.#pause / 1_000 }] },
      { figure: own.agentCpu, points: [{ value: (user + system) / 1e6 }] },
      { figure: own.agentMemory, points: [{ value: process.memoryUsage.rss() }] },
      {
        figure: own.events,
        points: [...this.#events].map(([event, value]) => ({ value, attributes: { event } })),
      },
    ];
  }
}

interface Leak {
  readonly fingerprint: string;
  readonly kind: string;
  readonly confidence: number;
  readonly rate: number | undefined;
}

/** A report that cannot be read tells no leaks: the event says why. */
function leaksIn(file: string): readonly Leak[] {
  try {
    const { suspects } = parseReport(readFileSync(file, 'utf8'), file);
    return suspects
      .slice(0, mostLeaks)
      .map(({ fingerprint, kind, confidence, growth: { bytesPerHour: rate } }) => ({
        fingerprint,
        kind,
        confidence,
        rate,
      }));
  } catch {
    return [];
  }
}

/** Figures of one name are one metric with several points. */
function joined(readings: readonly Reading[]): readonly Reading[] {
  const byName = new Map<string, { figure: MetricFigure; points: Point[] }>();
  for (const { figure, points } of readings) {
    const known = byName.get(figure.name);
    if (known === undefined) byName.set(figure.name, { figure, points: [...points] });
    else known.points.push(...points);
  }
  return [...byName.values()];
}
