import { growthSign, judgeLedger } from '../../analyzer/report/ledger-judgement.ts';
import { originFrom } from '../../format/origin.ts';
import { printableJson } from '../../format/printable.ts';
import type { WatchEvent } from '../../format/watch-event.ts';
import { attachToProcess } from '../../probes/attach/attach.ts';
import { watch } from '../../probes/watch/watch.ts';
import type { WatchSetting } from '../../probes/watch/watch-setting.ts';
import type { Store } from '../../store/store.ts';
import { redacting } from '../actions/redacting-connection.ts';
import { forReader } from '../output/terminal.ts';
import { deathIn } from './death-in-ring.ts';
import { Deliveries, type Delivery } from './deliveries.ts';
import { eventLine } from './event-line.ts';
import { explainRecording } from './explain-recording.ts';
import { pushOtlp } from './metrics/push-otlp.ts';
import { addressOf, type MetricsAddress, serveMetrics } from './metrics/serve-metrics.ts';
import { WatchMetrics } from './metrics/watch-metrics.ts';
import { ReportsToStore } from './reports-to-store.ts';
import { sitesIn } from './sites-in-recording.ts';
import { Undelivered } from './undelivered.ts';

export interface Watching {
  readonly setting: Omit<
    WatchSetting,
    'attach' | 'judge' | 'explain' | 'sites' | 'autopsy' | 'onSample' | 'onEvent'
  >;
  readonly inject: boolean;
  /** Replace the contents of strings in every capture. */
  readonly redact: boolean;
  /** One line of JSON for each event, also on a terminal. */
  readonly json: boolean;
  readonly receivers: readonly Delivery[];
  readonly metrics: MetricsAddress | undefined;
  /** The address of an OpenTelemetry collector. */
  readonly otlp: string | undefined;
  /** Where reports of many hosts meet. */
  readonly store: Store | undefined;
}

/**
 * Watches, and tells each event on stdout, to the receivers and to the readers of the metrics. A terminal gets lines to
 * read, everything else one line of JSON for each event.
 */
export async function watchAndTell(
  { setting, inject, redact, json, receivers, metrics: address, otlp, store }: Watching,
  signal: AbortSignal,
): Promise<void> {
  const origin = originFrom(process.env);
  const metrics = new WatchMetrics(origin);
  const readable = process.stdout.isTTY === true && !json;
  const tell = (event: WatchEvent) => {
    process.stdout.write(
      `${readable ? forReader(eventLine(event), process.stdout) : printableJson(event)}\n`,
    );
    metrics.count(event);
  };
  const deliveries = new Deliveries(receivers, new Undelivered(setting.folder), tell);
  const reports = store && new ReportsToStore(store, setting.folder, origin, tell);
  const server = address && (await serveMetrics(metrics, address));
  const push = otlp === undefined ? undefined : await pushOtlp(metrics, otlp);
  if (server) process.stderr.write(`metrics: ${addressOf(server)}\n`);
  try {
    await watch(
      {
        ...setting,
        attach: async (pid) => {
          const connection = await attachToProcess(pid, { pulses: inject });
          return redact ? redacting(connection) : connection;
        },
        judge: signsIn,
        explain: explainRecording,
        sites: sitesIn,
        autopsy: deathIn,
        onSample: (sample, pid, ours) => metrics.take(sample, pid, ours),
        onEvent: (event) => {
          tell(event);
          deliveries.send(event);
          reports?.take(event);
        },
      },
      signal,
    );
  } finally {
    await deliveries.ended();
    await reports?.ended();
    await push?.end();
    server?.close();
    server?.closeAllConnections();
  }
}

const signsIn: WatchSetting['judge'] = (samples) => {
  const judged = judgeLedger(samples);
  if (judged === undefined) return { timeLeft: [], undecided: true };
  const { verdict, timeLeft } = judged;
  const sign = growthSign(judged);
  const { problem, confidence, outcome } = verdict;
  const undecided = outcome === 'inconclusive' || outcome === 'possible';
  return { timeLeft, undecided, ...(sign === undefined ? {} : { growth: { ...sign, problem, confidence } }) };
};
