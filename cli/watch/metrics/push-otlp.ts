import { tool } from '../../../format/tool.ts';
import { UserError } from '../../../format/user-error.ts';
import { figures } from './own-figures.ts';
import { schemaUrl } from './sample-figures.ts';
import type { WatchMetrics } from './watch-metrics.ts';

export interface MetricsPush {
  /** Sends what is known now, and ends. Never rejects. */
  end(): Promise<void>;
}

/** When the watch ends, the last push gets this long. */
const lastPatience = 5_000;
const everyByDefault = 60_000;

/**
 * Pushes to a collector by OTLP over HTTP. Headers, certificates and compression are set by the variables that
 * OpenTelemetry defines (`OTEL_EXPORTER_OTLP_HEADERS`, `OTEL_METRIC_EXPORT_INTERVAL`), because its own exporter reads them.
 * @param endpoint `http://collector:4318/v1/metrics`
 * @throws UserError `usage` if its packages are not installed
 */
export async function pushOtlp(metrics: WatchMetrics, endpoint: string): Promise<MetricsPush> {
  const { metrics: sdk, resources, exporter } = await openTelemetry();
  const reader = new sdk.PeriodicExportingMetricReader({
    exporter: new exporter.OTLPMetricExporter({ url: endpoint }),
    exportIntervalMillis: Number(process.env.OTEL_METRIC_EXPORT_INTERVAL) || everyByDefault,
  });
  const provider = new sdk.MeterProvider({
    resource: resources.resourceFromAttributes({ ...metrics.origin }),
    readers: [reader],
  });
  const meter = provider.getMeter(tool.name, tool.version, { schemaUrl });
  const make = {
    counter: meter.createObservableCounter.bind(meter),
    sum: meter.createObservableUpDownCounter.bind(meter),
    gauge: meter.createObservableGauge.bind(meter),
  } as const;
  const instruments = new Map(
    figures.map(({ name, unit, kind, help }) => [name, make[kind](name, { unit, description: help })]),
  );
  meter.addBatchObservableCallback(
    (result) => {
      for (const { figure, points } of metrics.readings())
        for (const { value, attributes } of points)
          result.observe(instruments.get(figure.name)!, value, { ...attributes });
    },
    [...instruments.values()],
  );
  return { end: async () => provider.shutdown({ timeoutMillis: lastPatience }).catch(() => {}) };
}

async function openTelemetry() {
  try {
    const [metrics, resources, exporter] = await Promise.all([
      import('@opentelemetry/sdk-metrics'),
      import('@opentelemetry/resources'),
      import('@opentelemetry/exporter-metrics-otlp-http'),
    ]);
    return { metrics, resources, exporter };
  } catch (cause) {
    throw new UserError(
      'usage',
      "--otlp needs OpenTelemetry's exporter, which is not installed here",
      'npm install @opentelemetry/sdk-metrics @opentelemetry/resources @opentelemetry/exporter-metrics-otlp-http, or serve Prometheus with --metrics PORT',
      { cause },
    );
  }
}
