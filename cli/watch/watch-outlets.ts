import { printableJson } from '../../format/printable.ts';
import type { WatchEvent } from '../../format/watch-event.ts';
import type { AskedLooks } from '../../probes/watch/asked-looks.ts';
import type { WatchSetting } from '../../probes/watch/watch-setting.ts';
import { forReader } from '../output/terminal.ts';
import { Deliveries } from './deliveries.ts';
import { eventLine } from './event-line.ts';
import { explainRecording } from './explain-recording.ts';
import { listenForLooks } from './listen/listen.ts';
import { addressOf } from './listen/open-server.ts';
import { pushOtlp } from './metrics/push-otlp.ts';
import { serveMetrics } from './metrics/serve-metrics.ts';
import type { WatchMetrics } from './metrics/watch-metrics.ts';
import { ReportsToStore } from './reports-to-store.ts';
import type { StoreSetting } from './store-setting.ts';
import { Undelivered } from './undelivered.ts';
import type { Watching } from './watching.ts';

/** Something that a watch talks to, until it ends. */
interface Outlet {
  take?(event: WatchEvent): void;
  end(): void | Promise<void>;
}

export interface WatchOutlets {
  readonly tell: (event: WatchEvent) => void;
  readonly end: () => Promise<void>;
  /** Absent if nobody has to know of close looks. */
  readonly announce?: WatchSetting['announce'];
}

/**
 * Opens all that was asked for: events go to stdout and to each of them.
 * @throws UserError why one cannot be opened; those before it are closed again
 */
export async function openOutlets(
  watching: Watching,
  { metrics, asked }: { readonly metrics: WatchMetrics; readonly asked: AskedLooks },
): Promise<WatchOutlets> {
  const { setting, json, receivers, metrics: address, listen, otlp, store } = watching;
  const outlets: Outlet[] = [];
  const say = sayingOn(process.stdout, json);
  const print = (event: WatchEvent) => {
    say(event);
    metrics.count(event);
  };
  const end = async () => {
    for (const outlet of outlets) await outlet.end();
  };
  let reports: ReportsToStore | undefined;
  try {
    if (address) outlets.push(await metricsServer(metrics, address));
    if (listen) outlets.push(await lookServer(asked, listen));
    if (otlp !== undefined) outlets.push(await pushOtlp(metrics, otlp));
    outlets.push(deliveriesTo(receivers, setting.folder, print));
    reports = store && reportsTo(store, setting.folder, metrics, print);
    if (reports) outlets.push(outletOf(reports));
  } catch (error) {
    await end();
    throw error;
  }
  const tell = (event: WatchEvent) => {
    print(event);
    for (const outlet of outlets) outlet.take?.(event);
  };
  return { tell, end, announce: reports && ((recording) => reports.announce(recording)) };
}

/** A terminal gets lines to read, everything else one line of JSON for each event. */
function sayingOn(stream: NodeJS.WriteStream, json: boolean): (event: WatchEvent) => void {
  const isForPerson = stream.isTTY === true && !json;
  return (event) =>
    stream.write(`${isForPerson ? forReader(eventLine(event), stream) : printableJson(event)}\n`);
}

async function metricsServer(
  metrics: WatchMetrics,
  address: NonNullable<Watching['metrics']>,
): Promise<Outlet> {
  const server = await serveMetrics(metrics, address);
  process.stderr.write(`metrics: ${addressOf(server, '/metrics')}\n`);
  return { end: () => close(server) };
}

async function lookServer(asked: AskedLooks, listen: NonNullable<Watching['listen']>): Promise<Outlet> {
  const server = await listenForLooks(asked, listen);
  process.stderr.write(`looks: POST ${addressOf(server, '/look')}\n`);
  return { end: () => close(server) };
}

function close(server: Awaited<ReturnType<typeof serveMetrics>>): void {
  server.close();
  server.closeAllConnections();
}

function deliveriesTo(
  receivers: Watching['receivers'],
  folder: string,
  print: (event: WatchEvent) => void,
): Outlet {
  const deliveries = new Deliveries(receivers, new Undelivered(folder), print);
  return { take: (event) => deliveries.send(event), end: () => deliveries.ended() };
}

function outletOf(reports: ReportsToStore): Outlet {
  return { take: (event) => reports.take(event), end: () => reports.ended() };
}

function reportsTo(
  setting: StoreSetting,
  folder: string,
  { origin }: WatchMetrics,
  tell: (event: WatchEvent) => void,
): ReportsToStore {
  return new ReportsToStore(setting, { folder, origin, tell, explain: explainRecording });
}
