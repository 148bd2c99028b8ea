import { type Field, isCountField, isSizeField, namedColumn } from './column-names.ts';

/** A time series of Prometheus: `process_resident_memory_bytes{instance="gw1:9100", job="api"}`. */
export interface Metric {
  readonly name: string;
  readonly labels: ReadonlyMap<string, string>;
}

const shape = /^([A-Za-z_:][\w:.]{0,120})?\s{0,4}(?:\{(.{0,4000})\})?$/s;
const label = /([A-Za-z_][\w.]{0,80})\s{0,4}=\s{0,4}"((?:[^"\\]|\\.){0,400})"/g;

export function parseMetric(text: string): Metric | undefined {
  if (text.length > 4_200) return undefined;
  const match = shape.exec(text.trim());
  if (match === null || (match[1] === undefined && match[2] === undefined)) return undefined;
  const labels = [...(match[2] ?? '').matchAll(label)].map(([, name, value]) => [name, value] as const);
  return {
    name: match[1] ?? labels.find(([name]) => name === '__name__')?.[1] ?? '',
    labels: new Map(labels),
  };
}

/** Labels that say whose memory it is, the most particular first. */
const owners = [
  'pid',
  'container_name',
  'container',
  'pod',
  'pod_name',
  'instance',
  'name',
  'service_instance_id',
  'job',
];
/** One metric of these is a part of a process's memory, and its parts are added up. */
const partLabels = new Set(['v8js_heap_space_name', 'v8js.heap.space.name']);

/** Whose series it is, as far as its labels tell. */
export function ownerOf({ labels }: Metric): string | undefined {
  const worker = labels.get('worker') ?? labels.get('worker_id') ?? labels.get('workerId');
  const owner = owners.map((name) => labels.get(name)).find((value) => value !== undefined && value !== '');
  return worker === undefined ? owner : `${owner ?? 'worker'} ${worker}`;
}

/** What a series measures, in the unit of its samples: bytes, but for numbers. */
export function measureOf({
  name,
  labels,
}: Metric): { readonly field: Field; readonly isPart: boolean } | undefined {
  const otel = otelNames[name.replaceAll('.', '_').replace(/_bytes$/, '')];
  const field = otel ?? namedColumn(name)?.field;
  if (field === undefined || !(isSizeField(field) || isCountField(field))) return undefined;
  return { field, isPart: [...labels.keys()].some((key) => partLabels.has(key)) };
}

/** Names of OpenTelemetry's conventions that do not say it by their own words. */
const otelNames: Readonly<Record<string, Field>> = {
  v8js_memory_heap_used: 'heapUsed',
  v8js_memory_heap_size: 'heapTotal',
  v8js_memory_heap_limit: 'heapLimit',
  process_memory_usage: 'rss',
  process_memory_virtual: 'virtualSize',
  node_memory_MemAvailable: 'machineAvailable',
};
