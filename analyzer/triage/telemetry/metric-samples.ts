import type { MemorySample } from '../../../format/memory-sample.ts';
import type { EpochMillis } from '../../../format/units.ts';
import { type Metric, measureOf, ownerOf } from './metric-name.ts';
import type { Observation } from './observation.ts';

type Memory = { -readonly [Name in keyof Observation['memory']]: MemorySample[Name] };

interface Sample {
  readonly owner: string | undefined;
  readonly at: EpochMillis | undefined;
  readonly memory: Memory;
  startedAt?: EpochMillis;
}

/** When a process started, as its client library tells it. */
const startTime = 'process_start_time_seconds';

/** Puts the values of many time series together: one observation for each owner and moment. */
export class MetricSamples {
  readonly #samples = new Map<string, Sample>();

  /** False if the series is not about memory. */
  add(metric: Metric, at: EpochMillis | undefined, value: number): boolean {
    const measure = measureOf(metric);
    if (measure === undefined && metric.name !== startTime) return false;
    const owner = ownerOf(metric);
    const key = `${owner ?? ''}\n${at ?? ''}`;
    const sample = this.#samples.get(key) ?? { owner, at, memory: {} };
    this.#samples.set(key, sample);
    if (measure === undefined) sample.startedAt = value * 1_000;
    else if (measure.field === 'handles') sample.memory.resources = { handle: Math.round(value) };
    else {
      const field = measure.field as 'rss';
      sample.memory[field] = measure.isPart
        ? (sample.memory[field] ?? 0) + value
        : (sample.memory[field] ?? value);
    }
    return true;
  }

  /** All of them, and none are left. */
  take(): readonly Observation[] {
    const observations = [...this.#samples.values()].flatMap(
      ({ owner, at, memory, startedAt }): Observation[] =>
        Object.keys(memory).length === 0
          ? []
          : [
              {
                ...(owner === undefined ? {} : { pid: owner }),
                ...(at === undefined ? {} : { at }),
                ...(at === undefined || startedAt === undefined
                  ? {}
                  : { uptime: Math.max(0, at - startedAt) }),
                memory,
              },
            ],
    );
    this.#samples.clear();
    return observations;
  }
}
