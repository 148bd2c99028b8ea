// Only what writes the text: the package's entry loads 80 files more, for metrics of its own process.
import Counter from 'prom-client/lib/counter.js';
import Gauge from 'prom-client/lib/gauge.js';
import Registry from 'prom-client/lib/registry.js';
import type { Origin } from '../../../format/origin.ts';
import { type Attributes, type Point, prometheusName, type Reading } from './figure.ts';
import type { WatchMetrics } from './watch-metrics.ts';

export const contentType = Registry.PROMETHEUS_CONTENT_TYPE;

/** What a watch knows at this moment, as Prometheus reads it. */
export async function prometheusText(metrics: WatchMetrics): Promise<string> {
  const registry = new Registry();
  for (const reading of metrics.readings()) register(registry, reading);
  registerOrigin(registry, metrics.origin);
  return await registry.metrics();
}

function register(registry: Registry, { figure, points }: Reading): void {
  const labelled = points.map(({ value, attributes }) => ({ value, labels: labelsOf(attributes) }));
  const shape = {
    name: prometheusName(figure),
    help: figure.help,
    labelNames: [...new Set(labelled.flatMap(({ labels }) => Object.keys(labels)))],
    registers: [registry],
  };
  if (figure.kind === 'counter') {
    const counter = new Counter(shape);
    for (const { value, labels } of labelled) counter.inc(labels, value);
  } else {
    const gauge = new Gauge(shape);
    for (const { value, labels } of labelled) gauge.set(labels, value);
  }
}

/** Who the process is: once, to be joined by those who ask, and not on each series. */
function registerOrigin(registry: Registry, origin: Origin): void {
  const labels = labelsOf(origin);
  const info = new Gauge({
    name: 'target_info',
    help: 'who the process is',
    labelNames: Object.keys(labels),
    registers: [registry],
  });
  info.set(labels, 1);
}

/** Names of labels have no dots. */
function labelsOf(attributes: Attributes = {}): NonNullable<Point['attributes']> {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => [name.replace(/[^A-Za-z0-9_]/g, '_'), value]),
  );
}
