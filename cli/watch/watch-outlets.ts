import type { Server } from 'node:http';
import { printableJson } from '../../format/printable.ts';
import type { WatchEvent } from '../../format/watch-event.ts';
import type { AskedLooks } from '../../probes/watch/asked-looks.ts';
import type { WatchSetting } from '../../probes/watch/watch-setting.ts';
import { forReader } from '../output/terminal.ts';
import { Deliveries } from './deliveries.ts';
import { explainRecording } from './explain-recording.ts';
import { addressOf } from './listen/open-server.ts';
import type { WatchMetrics } from './metrics/watch-metrics.ts';
import type { ProfilePush } from './profiles/profile-push.ts';
import type { Pyroscope } from './profiles/pyroscope.ts';
import type { ReportsToStore } from './reports-to-store.ts';
import { serviceNameOf } from './service-name.ts';
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
  /** Where profiles go, if anybody wants them. */
  readonly profiles: ProfilePush | undefined;
}

/**
 * Opens all that was asked for: events go to stdout and to each of them.
 * @throws UserError why one cannot be opened; those before it are closed again
 */
export async function openOutlets(
  watching: Watching,
  { metrics, asked }: { readonly metrics: WatchMetrics; readonly asked: AskedLooks },
): Promise<WatchOutlets> {
  const { setting, json, receivers, metrics: address, listen, otlp, store, pyroscope } = watching;
  const outlets: Outlet[] = [];
  const say = await sayingOn(process.stdout, json);
  const print = (event: WatchEvent) => {
    say(event);
    metrics.count(event);
  };
  let profiles: ProfilePush | undefined;
  const end = async () => {
    for (const outlet of outlets) await outlet.end();
  };
  let reports: ReportsToStore | undefined;
  try {
    if (address) outlets.push(await metricsServer(metrics, address));
    if (listen) outlets.push(await lookServer(asked, listen));
    if (otlp !== undefined) {
      const { pushOtlp } = await import('./metrics/push-otlp.ts');
      outlets.push(await pushOtlp(metrics, otlp));
    }
    if (pyroscope !== undefined) profiles = await profilesTo(pyroscope, metrics, print);
    outlets.push(deliveriesTo(receivers, setting.folder, print));
    reports = store && (await reportsTo(store, setting.folder, metrics, print));
    if (reports) outlets.push(outletOf(reports));
  } catch (error) {
    await end();
    throw error;
  }
  const tell = (event: WatchEvent) => {
    print(event);
    for (const outlet of outlets) outlet.take?.(event);
    if (event.event === 'started') profiles?.begin(serviceNameOf(metrics.origin, event.command), event.at);
  };
  return { tell, end, profiles, announce: reports && ((recording) => reports.announce(recording)) };
}

// What nobody asked for is not loaded: this process stays beside its target for weeks.

/** A terminal gets lines to read, everything else one line of JSON for each event. */
async function sayingOn(stream: NodeJS.WriteStream, json: boolean): Promise<(event: WatchEvent) => void> {
  if (stream.isTTY !== true || json) return (event) => stream.write(`${printableJson(event)}\n`);
  const { eventLine } = await import('./event-line.ts');
  return (event) => stream.write(`${forReader(eventLine(event), stream)}\n`);
}

async function metricsServer(
  metrics: WatchMetrics,
  address: NonNullable<Watching['metrics']>,
): Promise<Outlet> {
  const { serveMetrics } = await import('./metrics/serve-metrics.ts');
  const server = await serveMetrics(metrics, address);
  process.stderr.write(`metrics: ${addressOf(server, '/metrics')}\n`);
  return { end: () => close(server) };
}

async function lookServer(asked: AskedLooks, listen: NonNullable<Watching['listen']>): Promise<Outlet> {
  const { listenForLooks } = await import('./listen/listen.ts');
  const server = await listenForLooks(asked, listen);
  process.stderr.write(`looks: POST ${addressOf(server, '/look')}\n`);
  return { end: () => close(server) };
}

function close(server: Server): void {
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

async function profilesTo(
  pyroscope: Pyroscope,
  { origin }: WatchMetrics,
  print: (event: WatchEvent) => void,
): Promise<ProfilePush> {
  const { ProfilePush } = await import('./profiles/profile-push.ts');
  return new ProfilePush(pyroscope, origin, print);
}

function outletOf(reports: ReportsToStore): Outlet {
  return { take: (event) => reports.take(event), end: () => reports.ended() };
}

async function reportsTo(
  setting: StoreSetting,
  folder: string,
  { origin }: WatchMetrics,
  tell: (event: WatchEvent) => void,
): Promise<ReportsToStore> {
  const { ReportsToStore } = await import('./reports-to-store.ts');
  return new ReportsToStore(setting, { folder, origin, tell, explain: explainRecording });
}
