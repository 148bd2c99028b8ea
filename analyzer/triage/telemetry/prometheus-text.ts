import type { EpochMillis } from '../../../format/units.ts';
import { measureOf, parseMetric } from './metric-name.ts';
import { MetricSamples } from './metric-samples.ts';
import { fromNumber } from './moments.ts';
import type { TelemetryFormat } from './telemetry-format.ts';

const comment = /^# (?:HELP|TYPE|UNIT|EOF)\b/;
/**
 * `name{labels} value` with the time in milliseconds, in seconds in OpenMetrics, or without. Names of metrics have words
 * with underscores between them: `Threads: 11` is something else.
 */
const metricLine =
  /^((?=[A-Za-z\d:]{1,60}_)[A-Za-z_][\w:]{0,120}\w(?:\{.{0,4000}\})?)\s{1,4}([+-]?[\d.]{1,40}(?:e[+-]?\d{1,4})?|NaN|[+-]Inf)(?:\s{1,4}(-?\d{1,20}(?:\.\d{1,9})?))?(?:\s{1,4}#.{0,400})?$/i;

/**
 * What `curl :9100/metrics` gives, again and again. Each time a series comes back, another scrape begins; its time
 * stands beside the values, or in the line of a date before it.
 */
export const prometheusText: TelemetryFormat = {
  name: "Prometheus's text format",
  open(head) {
    if (!head.some((line) => isMeasure(line))) return undefined;
    const scrape = new MetricSamples();
    let seen = new Set<string>();
    let scrapedAt: EpochMillis | undefined;
    return {
      read(line, { at }) {
        if (comment.test(line)) return [];
        const match = metricLine.exec(line);
        if (match === null) return undefined;
        const [, name, value, stamp] = match;
        const time = stamp === undefined ? at : (fromNumber(Number(stamp)) ?? at);
        const begins = seen.has(name) || time !== scrapedAt;
        const finished = begins ? scrape.take() : [];
        if (begins) seen = new Set();
        seen.add(name);
        scrapedAt = time;
        const metric = parseMetric(name);
        if (metric !== undefined && Number.isFinite(Number(value))) scrape.add(metric, time, Number(value));
        return finished;
      },
      end: () => scrape.take(),
    };
  },
};

function isMeasure(line: string): boolean {
  const name = metricLine.exec(line)?.[1];
  const metric = name === undefined ? undefined : parseMetric(name);
  return metric !== undefined && measureOf(metric) !== undefined;
}
