import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pushOtlp } from './push-otlp.ts';
import { schemaUrl } from './sample-figures.ts';
import { WatchMetrics } from './watch-metrics.ts';

/** What a collector receives: the JSON form of `opentelemetry.proto.collector.metrics.v1`. */
interface Export {
  readonly resourceMetrics: readonly {
    readonly resource: { readonly attributes: readonly { key: string; value: { stringValue?: string } }[] };
    readonly scopeMetrics: readonly {
      readonly scope: { readonly name: string };
      readonly schemaUrl?: string;
      readonly metrics: readonly Metric[];
    }[];
  }[];
}

interface Metric {
  readonly name: string;
  readonly unit: string;
  readonly gauge?: { readonly dataPoints: readonly DataPoint[] };
  readonly sum?: { readonly isMonotonic: boolean; readonly dataPoints: readonly DataPoint[] };
}

interface DataPoint {
  readonly asDouble: number;
  readonly attributes: readonly { readonly key: string; readonly value: { readonly stringValue: string } }[];
}

const received: { readonly path: string; readonly body: Export }[] = [];
const server = createServer(async (request, response) => {
  received.push({ path: request.url!, body: JSON.parse(String(await bodyOf(request))) });
  response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
});
let collector: string;
beforeAll(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  collector = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.close();
  server.closeAllConnections();
});

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  const body = Buffer.concat(parts);
  return request.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body;
}

describe('metrics pushed to a collector', () => {
  const metrics = new WatchMetrics({ 'service.name': 'chat', 'k8s.pod.name': 'chat-7d9f' });
  metrics.take({ at: 1, rss: 7, cpu: 2_500, spaces: { old_space: 5 } }, 42, 0);
  let body: Export;
  beforeAll(async () => {
    const push = await pushOtlp(metrics, `${collector}/v1/metrics`);
    await push.end();
    expect(received.map(({ path }) => path)).toEqual(['/v1/metrics']);
    body = received[0]!.body;
  });
  const metric = (name: string) =>
    body.resourceMetrics[0]!.scopeMetrics[0]!.metrics.find((one) => one.name === name);

  it('say who the process is, and by which conventions', () => {
    const [{ resource, scopeMetrics }] = body.resourceMetrics as [Export['resourceMetrics'][0]];
    expect(resource.attributes).toEqual(
      expect.arrayContaining([
        { key: 'service.name', value: { stringValue: 'chat' } },
        { key: 'k8s.pod.name', value: { stringValue: 'chat-7d9f' } },
      ]),
    );
    expect(scopeMetrics).toMatchObject([{ scope: { name: 'heaptrail' }, schemaUrl }]);
  });

  it('have names, units and kinds as the conventions write them', () => {
    expect(metric('process.memory.usage')).toMatchObject({
      unit: 'By',
      sum: { isMonotonic: false, dataPoints: [{ asDouble: 7 }] },
    });
    expect(metric('process.cpu.time')).toMatchObject({
      unit: 's',
      sum: { isMonotonic: true, dataPoints: [{ asDouble: 2.5 }] },
    });
    expect(metric('v8js.memory.heap.used')!.sum!.dataPoints).toMatchObject([
      {
        asDouble: 5,
        attributes: [{ key: 'v8js.heap.space.name', value: { stringValue: 'old_space' } }],
      },
    ]);
    expect(metric('heaptrail.agent.cpu.time')).toBeDefined();
    expect(metric('process.memory.virtual')).toBeUndefined();
  });
});

it('a collector that is not there holds nothing up', async () => {
  const push = await pushOtlp(new WatchMetrics(), 'http://127.0.0.1:1/v1/metrics');
  await push.end();
});
