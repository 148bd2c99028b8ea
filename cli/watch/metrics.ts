import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Counter, Gauge, Registry } from 'prom-client';
import type { MemorySample } from '../../format/memory-sample.ts';
import type { ResidentSizes } from '../../format/resident-parts.ts';
import type { Bytes } from '../../format/units.ts';
import { UserError } from '../../format/user-error.ts';
import type { WatchEvent } from '../../format/watch-event.ts';

/** What is in a sample for a person and not for a graph: `at` is the scrape's own, a mark is an event. */
type Figure = Exclude<keyof MemorySample, 'at' | 'mark' | 'resources' | 'spaces' | 'parts' | 'machineUsed'>;

/** Every figure of the ledger: its name in Prometheus, and what it is. */
const figures: Readonly<Record<Figure, readonly [name: string, help: string]>> = {
  rss: ['resident_memory_bytes', 'resident memory'],
  rssAnonymous: ['resident_anonymous_bytes', 'resident memory that no file backs'],
  virtualSize: ['virtual_memory_bytes', 'virtual memory'],
  swap: ['swap_bytes', 'memory swapped out to disk'],
  pageTables: ['page_tables_bytes', 'page tables of the kernel'],
  minorFaults: ['minor_page_faults', 'minor page faults so far: none reads the disk'],
  majorFaults: ['major_page_faults', 'major page faults so far: each reads the disk'],
  cpu: ['cpu_milliseconds', 'CPU time so far'],
  threads: ['threads', 'threads'],
  descriptors: ['open_descriptors', 'open file descriptors'],
  children: ['children', 'living descendants'],
  childrenRss: ['children_resident_memory_bytes', 'resident memory of all descendants'],
  heapUsed: ['heap_used_bytes', 'JavaScript heap in use'],
  heapTotal: ['heap_total_bytes', 'JavaScript heap committed'],
  committed: ['committed_bytes', 'memory that the runtime committed'],
  allocated: ['allocated_bytes', 'memory that the allocator of Bun has given out, told now and then'],
  heapLimit: ['heap_limit_bytes', 'limit of the JavaScript heap'],
  external: ['external_bytes', 'memory outside the heap that objects hold'],
  arrayBuffers: ['array_buffers_bytes', 'memory of ArrayBuffers, a part of external'],
  malloced: ['malloced_bytes', 'memory that V8 itself took with malloc'],
  gcTime: ['gc_milliseconds', 'time in garbage collection since the previous sample'],
  heapAfterGc: ['heap_after_gc_bytes', 'JavaScript heap right after the last full collection'],
  eventLoopDelay: ['event_loop_delay_milliseconds', 'event loop delay: how long an event waited'],
  cgroupUsage: ['cgroup_memory_bytes', 'memory of the control group'],
  cgroupLimit: ['cgroup_memory_limit_bytes', 'memory limit of the control group'],
  machineAvailable: ['machine_available_bytes', 'memory available on the machine'],
};

/** The ledger's figures as Prometheus reads them. */
export class WatchMetrics {
  readonly #registry = new Registry();
  readonly #gauges: ReadonlyMap<Figure, Gauge<'pid'>>;
  readonly #resources: Gauge<'pid' | 'type'>;
  readonly #spaces: Gauge<'pid' | 'space'>;
  readonly #parts: Gauge<'pid' | 'part'>;
  readonly #ours: Gauge<'pid'>;
  readonly #sampledAt: Gauge<'pid'>;
  readonly #up: Gauge<'pid'>;
  readonly #events: Counter<'event'>;
  /** Read more seldom than the rest, and true until it is read again. */
  #lastParts: { readonly pid: number; readonly sizes: ResidentSizes } | undefined;

  constructor() {
    const registers = [this.#registry];
    const gauge = <T extends string>(name: string, help: string, labelNames: readonly T[]) =>
      new Gauge({ name: `heaptrail_target_${name}`, help, labelNames, registers });
    this.#gauges = new Map(
      Object.entries(figures).map(([figure, [name, help]]) => [figure as Figure, gauge(name, help, ['pid'])]),
    );
    this.#resources = gauge('active_resources', 'active handles and requests by type', ['pid', 'type']);
    this.#spaces = gauge('heap_space_used_bytes', "V8's heap in use by space", ['pid', 'space']);
    this.#parts = gauge('resident_part_bytes', 'resident memory by part; the parts add up', ['pid', 'part']);
    this.#ours = gauge('capture_residue_bytes', "resident memory left from heaptrail's captures", ['pid']);
    this.#sampledAt = gauge('last_sample_timestamp_seconds', 'when the figures were read', ['pid']);
    this.#up = gauge('up', '1 while the process is watched, 0 once it ended or was lost', ['pid']);
    this.#events = new Counter({
      name: 'heaptrail_events_total',
      help: 'reported events, by kind',
      labelNames: ['event'],
      registers,
    });
  }

  /** @param ours the part of resident memory that our own captures left in the process */
  take(sample: MemorySample, pid: number, ours: Bytes): void {
    // A figure that is no longer known must not stay.
    this.#forget();
    this.#up.set({ pid }, 1);
    this.#sampledAt.set({ pid }, sample.at / 1000);
    this.#ours.set({ pid }, ours);
    for (const [figure, gauge] of this.#gauges) {
      const value = sample[figure];
      if (value !== undefined) gauge.set({ pid }, value);
    }
    for (const [type, count] of Object.entries(sample.resources ?? {}))
      this.#resources.set({ pid, type }, count);
    this.#takeParts(sample, pid);
    for (const [space, size] of Object.entries(sample.spaces ?? {})) this.#spaces.set({ pid, space }, size);
  }

  #takeParts({ parts }: MemorySample, pid: number): void {
    if (parts !== undefined) this.#lastParts = { pid, sizes: parts.sizes };
    if (this.#lastParts?.pid !== pid) return;
    for (const [part, size] of Object.entries(this.#lastParts.sizes)) this.#parts.set({ pid, part }, size);
  }

  count(event: WatchEvent): void {
    this.#events.inc({ event: event.event });
    if (event.event !== 'lost' && event.event !== 'ended') return;
    // A process that ended no longer has figures.
    this.#lastParts = undefined;
    this.#forget();
    if (event.event === 'lost') this.#up.set({ pid: event.pid }, 0);
  }

  #forget(): void {
    const all = [
      ...this.#gauges.values(),
      this.#resources,
      this.#spaces,
      this.#parts,
      this.#ours,
      this.#sampledAt,
      this.#up,
    ];
    for (const gauge of all) gauge.reset();
  }

  async text(): Promise<string> {
    return await this.#registry.metrics();
  }

  get contentType(): string {
    return this.#registry.contentType;
  }
}

export interface MetricsAddress {
  readonly host: string;
  readonly port: number;
}

/** `9464`, `0.0.0.0:9464`, `[::]:9464`: on loopback if no host is named. */
export function parseMetricsAddress(text: string): MetricsAddress {
  const [, bracketed, plain, digits] = /^(?:(?:\[([^\]]+)\]|([^:]+)):)?(\d+)$/.exec(text.trim()) ?? [];
  const port = Number(digits);
  if (Number.isInteger(port) && port <= 65_535) return { host: bracketed ?? plain ?? '127.0.0.1', port };
  throw new UserError('usage', `"${text}" is not a port`, 'write it as 9464 or 0.0.0.0:9464');
}

/** @throws UserError if the port is taken */
export async function serveMetrics(metrics: WatchMetrics, { host, port }: MetricsAddress): Promise<Server> {
  const server = createServer((request, response) => {
    if (request.url?.split('?')[0] !== '/metrics') {
      response.writeHead(404).end('see /metrics\n');
      return;
    }
    metrics.text().then(
      (text) => response.writeHead(200, { 'content-type': metrics.contentType }).end(text),
      () => response.writeHead(500).end(),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause) =>
      reject(
        new UserError(
          'usage',
          `cannot serve metrics on ${host}:${port}: ${cause.message}`,
          'name another port',
          { cause },
        ),
      ),
    );
    server.listen(port, host, resolve);
  });
  return server;
}

export function addressOf(server: Server): string {
  const { address, port } = server.address() as AddressInfo;
  return `http://${address.includes(':') ? `[${address}]` : address}:${port}/metrics`;
}
