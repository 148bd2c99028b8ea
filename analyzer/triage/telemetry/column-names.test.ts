import { describe, expect, it } from 'vitest';
import { namedColumn } from './column-names.ts';

describe('what a column measures by its name', () => {
  it.each([
    ['rss', { field: 'rss' }],
    ['RSS', { field: 'rss' }],
    ['mem.rss', { field: 'rss' }],
    ['rssMb', { field: 'rss', unit: 'mb' }],
    ['RSS (kB)', { field: 'rss', unit: 'kb' }],
    ['memory.rss.bytes', { field: 'rss', unit: 'bytes' }],
    ['process_resident_memory_bytes', { field: 'rss', unit: 'bytes' }],
    ['heap_used', { field: 'heapUsed' }],
    ['heapUsedMiB', { field: 'heapUsed', unit: 'mib' }],
    ['nodejs_heap_size_used_bytes', { field: 'heapUsed', unit: 'bytes' }],
    ['used_heap_size', { field: 'heapUsed' }],
    ['memory.heap.used', { field: 'heapUsed' }],
    ['heap.total', { field: 'heapTotal' }],
    ['array_buffers', { field: 'arrayBuffers' }],
    ['VSZ', { field: 'virtualSize' }],
    ['open_fds', { field: 'descriptors' }],
    ['workers[].pid', { field: 'pid' }],
    ['@timestamp', { field: 'time' }],
    ['__REALTIME_TIMESTAMP', { field: 'time' }],
    ['uptime_ms', { field: 'uptime', unit: 'ms' }],
  ])('%s', (name, column) => {
    expect(namedColumn(name)).toEqual(column);
  });

  it.each([
    '%MEM',
    'minflt/s',
    'memory',
    'message',
    'rss_percent',
    'rss_s',
    'response.res',
    'externalId',
    'disk.used',
    'heap.used.count',
  ])('nothing for %s', (name) => {
    expect(namedColumn(name)).toBeUndefined();
  });
});
