import { describe, expect, it } from 'vitest';
import { UserError } from '../../../format/user-error.ts';
import type { WorkDone, Workload } from '../../workload/workload.ts';
import type { RecordingEvent } from './recording-event.ts';
import { WorkSeries } from './work-series.ts';

const nobody = new AbortController().signal;

function seriesOf(...parts: (WorkDone | Error)[]) {
  const events: RecordingEvent[] = [];
  const workload: Workload = {
    description: 'a list',
    run: async (interval) => {
      const part = parts[interval];
      if (part instanceof Error) throw part;
      return part;
    },
  };
  return { series: new WorkSeries(workload, (event) => events.push(event)), events };
}

describe('the work before each capture', () => {
  it('is counted from the warm-up on', async () => {
    const { series, events } = seriesOf({ operations: 5, notes: [] }, { operations: 7, notes: ['slow'] });
    expect(await series.before(1, nobody)).toEqual([]);
    expect(series.operations).toBe(5);
    expect(await series.before(2, nobody)).toEqual(['before capture 2: slow']);
    expect(series.operations).toBe(12);
    expect(events).toEqual([
      { kind: 'working', next: 1 },
      { kind: 'worked', next: 1, operations: 5 },
      { kind: 'working', next: 2 },
      { kind: 'worked', next: 2, operations: 7 },
    ]);
  });

  it('no longer has a count once a part of it has none', async () => {
    const { series } = seriesOf({ operations: 5, notes: [] }, { notes: [] }, { operations: 5, notes: [] });
    for (const next of [1, 2, 3]) await series.before(next, nobody);
    expect(series.operations).toBeUndefined();
  });

  it('says why it failed, and lets faults of ours through', async () => {
    const { series } = seriesOf(new UserError('drive-failed', 'it failed', 'look'), new TypeError('x'));
    expect(await series.before(1, nobody)).toEqual([]);
    expect(series.failure).toBe('it failed');
    await expect(series.before(2, nobody)).rejects.toThrow(TypeError);
  });

  it('that was stopped did not fail, and counts for nothing', async () => {
    const { series } = seriesOf(new UserError('load-failed', 'nothing was answered', 'look'), {
      operations: 3,
      notes: ['x'],
    });
    expect(await series.before(1, AbortSignal.abort())).toEqual([]);
    expect(await series.before(2, AbortSignal.abort())).toEqual([]);
    expect(series.failure).toBeUndefined();
    expect(series.operations).toBe(0);
  });
});
