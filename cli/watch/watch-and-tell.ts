import { printableJson } from '../../format/printable.ts';
import type { WatchEvent } from '../../format/watch-event.ts';
import { attachToProcess } from '../../probes/attach.ts';
import { watch } from '../../probes/watch/watch.ts';
import type { WatchSetting } from '../../probes/watch/watch-setting.ts';
import { growthSign, judgeLedger } from '../growth-in-ledger.ts';
import { Deliveries, type Delivery } from './deliveries.ts';
import { explainRecording } from './explain-recording.ts';
import { addressOf, type MetricsAddress, serveMetrics, WatchMetrics } from './metrics.ts';

export interface Watching {
  readonly setting: Omit<WatchSetting, 'attach' | 'judge' | 'explain' | 'onSample' | 'onEvent'>;
  readonly inject: boolean;
  readonly receivers: readonly Delivery[];
  readonly metrics: MetricsAddress | undefined;
}

/** Watches, and tells each event on stdout as one line of JSON, to the receivers and to whoever reads the metrics. */
export async function watchAndTell(
  { setting, inject, receivers, metrics: address }: Watching,
  signal: AbortSignal,
): Promise<void> {
  const metrics = new WatchMetrics();
  const tell = (event: WatchEvent) => {
    process.stdout.write(`${printableJson(event)}\n`);
    metrics.count(event);
  };
  const deliveries = new Deliveries(receivers, tell);
  const server = address && (await serveMetrics(metrics, address));
  if (server) process.stderr.write(`metrics: ${addressOf(server)}\n`);
  try {
    await watch(
      {
        ...setting,
        attach: (pid) => attachToProcess(pid, { pulses: inject }),
        judge: signsIn,
        explain: explainRecording,
        onSample: (sample, pid) => metrics.take(sample, pid),
        onEvent: (event) => {
          tell(event);
          deliveries.send(event);
        },
      },
      signal,
    );
  } finally {
    await deliveries.ended();
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
