import { BasicTracerProvider, BatchSpanProcessor } from '@opentelemetry/sdk-trace-base';

let provider, tracer;
let sent = 0;
const exporter = {
  export(spans, done) {
    sent += spans.length;
    setImmediate(done, { code: 0 });
  },
  async shutdown() {},
};
export async function setup() {
  provider = new BasicTracerProvider();
  provider.addSpanProcessor(
    new BatchSpanProcessor(exporter, { maxExportBatchSize: 512, scheduledDelayMillis: 600_000 }),
  );
  tracer = provider.getTracer('checkout');
}
export async function operation(i) {
  const span = tracer.startSpan('POST /checkout', {
    attributes: { 'http.request_id': 'req-' + i, 'user.id': i, cart: `sku-${i},sku-${i + 1}` },
  });
  span.addEvent('stock checked', { warehouse: 'w' + (i % 12) });
  await new Promise(setImmediate);
  span.end();
}
export async function teardown() {
  await provider.shutdown();
  return sent;
}
