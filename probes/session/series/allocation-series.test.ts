import { expect, it } from 'vitest';
import type { AllocationSource } from '../../connection.ts';
import type { RecordingFolder } from '../files/recording-folder.ts';
import { AllocationSeries } from './allocation-series.ts';

it('looks at nothing by itself in a recording that takes no time, and leaves the thread free', async () => {
  let profiles = 0;
  const source = {
    isTaken: async () => false,
    measureRate: async () => 0,
    start: async () => {},
    stop: async () => {},
    profile: async () => {
      profiles += 1;
      return { text: '{}', lastOrdinal: 0 };
    },
  } as unknown as AllocationSource;
  const folder = { addAllocationProfile: async () => {} } as unknown as RecordingFolder;
  const series = new AllocationSeries(undefined, source, folder);
  await series.start(0, true);
  series.hold();
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(profiles).toBe(0);
  await series.take(1);
  await series.end();
  expect(profiles).toBe(1);
});
