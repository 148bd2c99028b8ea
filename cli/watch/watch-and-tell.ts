import { growthSign, judgeLedger } from '../../analyzer/report/ledger-judgement.ts';
import { originFrom } from '../../format/origin.ts';
import { attachToProcess } from '../../probes/attach/attach.ts';
import { AskedLooks } from '../../probes/watch/asked-looks.ts';
import { watch } from '../../probes/watch/watch.ts';
import type { WatchSetting } from '../../probes/watch/watch-setting.ts';
import type { Store } from '../../store/store.ts';
import { redacting } from '../actions/redacting-connection.ts';
import { deathIn } from './death-in-ring.ts';
import type { Delivery } from './deliveries.ts';
import { explainRecording } from './explain-recording.ts';
import type { Listening } from './listen/listen.ts';
import type { ListenAddress } from './listen/listen-address.ts';
import { WatchMetrics } from './metrics/watch-metrics.ts';
import { sitesIn } from './sites-in-recording.ts';
import { openOutlets } from './watch-outlets.ts';

export interface Watching {
  readonly setting: Omit<
    WatchSetting,
    'attach' | 'asked' | 'judge' | 'explain' | 'sites' | 'autopsy' | 'onSample' | 'onEvent'
  >;
  readonly inject: boolean;
  /** Replace the contents of strings in every capture. */
  readonly redact: boolean;
  /** One line of JSON for each event, also on a terminal. */
  readonly json: boolean;
  readonly receivers: readonly Delivery[];
  readonly metrics: ListenAddress | undefined;
  /** Where a look can be asked for. */
  readonly listen: Listening | undefined;
  /** The address of an OpenTelemetry collector. */
  readonly otlp: string | undefined;
  /** Where reports of many hosts meet. */
  readonly store: Store | undefined;
}

/** Watches, and tells each event on stdout, to the receivers, to the store and to the readers of the metrics. */
export async function watchAndTell(watching: Watching, signal: AbortSignal): Promise<void> {
  const { setting, inject, redact } = watching;
  const metrics = new WatchMetrics(originFrom(process.env));
  const asked = new AskedLooks();
  const outlets = await openOutlets(watching, { metrics, asked });
  try {
    await watch(
      {
        ...setting,
        asked,
        attach: async (pid) => {
          const connection = await attachToProcess(pid, { pulses: inject });
          return redact ? redacting(connection) : connection;
        },
        judge: signsIn,
        explain: explainRecording,
        sites: sitesIn,
        autopsy: deathIn,
        onSample: (sample, pid, ours) => metrics.take(sample, pid, ours),
        onEvent: outlets.tell,
      },
      signal,
    );
  } finally {
    await outlets.end();
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
