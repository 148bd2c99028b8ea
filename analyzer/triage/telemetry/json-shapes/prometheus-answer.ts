import type { Metric } from '../metric-name.ts';
import { MetricSamples } from '../metric-samples.ts';
import type { Observation } from '../observation.ts';
import { isObject, type JsonObject, type JsonShape } from './json-shape.ts';

/**
 * Answers of `/api/v1/query_range` and `/api/v1/query`, of Prometheus and of what speaks as it does. A query that
 * computes (`sum by (pod) (…)`) loses the name of what it measures: the answer is read as resident memory then.
 */
export const prometheusAnswer: JsonShape = {
  name: "responses of Prometheus's HTTP API",
  read(value) {
    const data = isObject(value) && isObject(value.data) ? value.data : value;
    if (!isObject(data) || !Array.isArray(data.result)) return undefined;
    const samples = new MetricSamples();
    for (const series of data.result.filter(isObject)) addSeries(samples, series);
    const observations = samples.take();
    return observations.length === 0 ? undefined : byTime(observations);
  },
};

function addSeries(samples: MetricSamples, series: JsonObject): void {
  if (!isObject(series.metric)) return;
  const metric = metricOf(series.metric);
  const values = Array.isArray(series.values) ? series.values : [series.value];
  for (const pair of values) {
    if (!Array.isArray(pair) || typeof pair[0] !== 'number') continue;
    const size = Number(pair[1]);
    if (Number.isFinite(size)) samples.add(metric, pair[0] * 1_000, size);
  }
}

function metricOf(labels: JsonObject): Metric {
  const { __name__: name, ...others } = labels;
  const own = new Map(
    Object.entries(others).filter((pair): pair is [string, string] => typeof pair[1] === 'string'),
  );
  if (typeof name === 'string') return { name, labels: own };
  return { name: 'process_resident_memory_bytes', labels: own };
}

function byTime(observations: readonly Observation[]): readonly Observation[] {
  return observations.toSorted((a, b) => (a.at ?? 0) - (b.at ?? 0));
}
