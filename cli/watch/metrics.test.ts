import { expect, it } from 'vitest';
import { WatchMetrics } from './metrics.ts';

const targetLines = async (metrics: WatchMetrics) =>
  (await metrics.text()).split('\n').filter((line) => line.startsWith('heaptrail_target_'));

it('have the figures of a process while it lives, and say that it is gone', async () => {
  const metrics = new WatchMetrics();
  expect(await targetLines(metrics)).toEqual([]);
  metrics.take({ at: 5_000, rss: 1, heapUsed: 2, resources: { Timeout: 3 } }, 42, 7);
  metrics.take({ at: 6_000, rss: 4, resources: {} }, 42, 7);
  expect(await targetLines(metrics)).toEqual([
    'heaptrail_target_resident_memory_bytes{pid="42"} 4',
    'heaptrail_target_capture_residue_bytes{pid="42"} 7',
    'heaptrail_target_last_sample_timestamp_seconds{pid="42"} 6',
    'heaptrail_target_up{pid="42"} 1',
  ]);
  metrics.count({ at: 7_000, event: 'lost', pid: 42, reason: 'process 42 ended by itself' });
  expect(await targetLines(metrics)).toEqual(['heaptrail_target_up{pid="42"} 0']);
  metrics.take({ at: 8_000, rss: 9 }, 43, 0);
  expect(await targetLines(metrics)).not.toContain('heaptrail_target_up{pid="42"} 0');
  metrics.count({ at: 9_000, event: 'ended', reason: 'it was stopped' });
  expect(await targetLines(metrics)).toEqual([]);
  expect(await metrics.text()).toContain('heaptrail_events_total{event="lost"} 1');
});

it('keep where resident memory is until it is read again, and not for another process', async () => {
  const metrics = new WatchMetrics();
  const parts = { at: 1, from: 'mappings', resident: 5, sizes: { heap: 3, files: 2 } } as const;
  const told = [
    'heaptrail_target_resident_part_bytes{pid="42",part="heap"} 3',
    'heaptrail_target_resident_part_bytes{pid="42",part="files"} 2',
  ];
  const partLines = async () => (await targetLines(metrics)).filter((line) => line.includes('_part_'));
  metrics.take({ at: 1, rss: 5, parts }, 42, 0);
  expect(await partLines()).toEqual(told);
  metrics.take({ at: 2, rss: 6 }, 42, 0);
  expect(await partLines()).toEqual(told);
  metrics.take({ at: 3, rss: 6 }, 43, 0);
  expect(await partLines()).toEqual([]);
});
