import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { CaptureEvent, GrowthEvent } from '../../../format/watch-event.ts';
import { leakyReport } from '../../../testing/example-reports.ts';
import { ScratchFolder } from '../../../testing/scratch-folder.ts';
import { prometheusText } from './prometheus-text.ts';
import { sampleFigures, schemaUrl } from './sample-figures.ts';
import { WatchMetrics } from './watch-metrics.ts';

const scratch = new ScratchFolder();
afterAll(() => scratch.remove());
const report = join(scratch.path, 'report.json');
writeFileSync(report, JSON.stringify(leakyReport));

/** What Prometheus reads, without what heaptrail says of itself. */
async function linesOf(metrics: WatchMetrics): Promise<readonly string[]> {
  const lines = (await prometheusText(metrics)).split('\n');
  return lines.filter((line) => line !== '' && !/^(#|heaptrail_(agent|look|event)|target_info)/.test(line));
}

describe('metrics of a watch', () => {
  it('have the figures of a process while it lives, and say that it is gone', async () => {
    const metrics = new WatchMetrics();
    expect(await linesOf(metrics)).toEqual([]);
    metrics.take({ at: 5_000, rss: 1, heapUsed: 2, resources: { Timeout: 3 } }, 42, 7);
    metrics.take({ at: 6_000, rss: 4, cpu: 1_500, minorFaults: 8, majorFaults: 9, resources: {} }, 42, 7);
    expect(await linesOf(metrics)).toEqual([
      'process_memory_usage_bytes 4',
      'process_cpu_time_seconds_total 1.5',
      'process_paging_faults_total{system_paging_fault_type="minor"} 8',
      'process_paging_faults_total{system_paging_fault_type="major"} 9',
      'heaptrail_target_capture_residue_bytes 7',
      'heaptrail_target_last_sample_seconds 6',
      'heaptrail_target_up 1',
    ]);
    metrics.count({ at: 7_000, event: 'lost', pid: 42, reason: 'process 42 ended by itself' });
    expect(await linesOf(metrics)).toEqual(['heaptrail_target_up 0']);
    metrics.count({ at: 9_000, event: 'ended', reason: 'it was stopped' });
    expect(await linesOf(metrics)).toEqual([]);
    expect(await prometheusText(metrics)).toContain('heaptrail_events_total{event="lost"} 1');
  });

  it('go on in the same series after a restart', async () => {
    const metrics = new WatchMetrics();
    const series = async () => (await linesOf(metrics)).map((line) => line.split(' ')[0]);
    metrics.take({ at: 1, rss: 1, heapUsed: 2, spaces: { old_space: 2 } }, 42, 0);
    const before = await series();
    metrics.count({ at: 2, event: 'lost', pid: 42, reason: '' });
    metrics.take({ at: 3, rss: 1, heapUsed: 2, spaces: { old_space: 2 } }, 43, 0);
    expect(await series()).toEqual(before);
  });

  it('keep where resident memory is until it is read again, and not for another process', async () => {
    const metrics = new WatchMetrics();
    const parts = { at: 1, from: 'mappings', resident: 5, sizes: { heap: 3, files: 2 } } as const;
    const reported = [
      'heaptrail_target_memory_part_bytes{part="heap"} 3',
      'heaptrail_target_memory_part_bytes{part="files"} 2',
    ];
    const partLines = async () => (await linesOf(metrics)).filter((line) => line.includes('_part_'));
    metrics.take({ at: 1, rss: 5, parts }, 42, 0);
    expect(await partLines()).toEqual(reported);
    metrics.take({ at: 2, rss: 6 }, 42, 0);
    expect(await partLines()).toEqual(reported);
    metrics.take({ at: 3, rss: 6 }, 43, 0);
    expect(await partLines()).toEqual([]);
  });

  it('say what grows, how sure that is, and what our looks cost', async () => {
    const metrics = new WatchMetrics();
    const growth: GrowthEvent = {
      at: 1,
      event: 'growth',
      pid: 42,
      problem: 'retained-objects',
      sentence: '',
      confidence: 0.8,
      timeLeft: [{ limit: 'heap limit', room: 1, left: 90_000 }],
    };
    const capture: CaptureEvent = {
      at: 2,
      event: 'capture',
      pid: 42,
      cause: '',
      recording: '',
      captures: 4,
      pause: 250,
      size: 1,
      report,
    };
    metrics.count(growth);
    metrics.count(capture);
    expect((await linesOf(metrics)).filter((line) => !line.includes('_up'))).toEqual([
      'heaptrail_growth_confidence_ratio{problem="retained-objects"} 0.8',
      'heaptrail_growth_time_left_seconds{limit="heap limit"} 90',
      `heaptrail_leak_rate_bytes_per_hour{fingerprint="7f3a91c2",kind="map"} ${78 * 2 ** 20}`,
      `heaptrail_leak_rate_bytes_per_hour{fingerprint="0badcafe",kind="array"} ${78 * 2 ** 20}`,
      'heaptrail_leak_confidence_ratio{fingerprint="7f3a91c2",kind="map"} 0.98',
      'heaptrail_leak_confidence_ratio{fingerprint="0badcafe",kind="array"} 0.5',
    ]);
    const text = await prometheusText(metrics);
    expect(text).toContain('heaptrail_looks_total 1\n');
    expect(text).toContain('heaptrail_look_pause_seconds_total 0.25\n');
    expect(text).toMatch(/^heaptrail_agent_cpu_time_seconds_total [\d.]+$/m);
  });

  it('say once who the process is', async () => {
    const metrics = new WatchMetrics({ 'service.name': 'chat', 'k8s.pod.name': 'chat-7d9f' });
    expect(await prometheusText(metrics)).toContain(
      'target_info{service_name="chat",k8s_pod_name="chat-7d9f"} 1\n',
    );
  });
});

it('every figure has one name, in words of OpenTelemetry', () => {
  expect(schemaUrl).toMatch(/^https:\/\/opentelemetry\.io\/schemas\/\d+\.\d+\.\d+$/);
  const names = sampleFigures.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length - 1);
  for (const name of names) expect(name).toMatch(/^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+$/);
});
