import { growthSign, judgeLedger } from '../../analyzer/report/ledger-judgement.ts';
import { originFrom } from '../../format/origin.ts';
import { attachToProcess } from '../../probes/attach/attach.ts';
import { AskedLooks } from '../../probes/watch/asked-looks.ts';
import { watch } from '../../probes/watch/watch.ts';
import type { WatchSetting } from '../../probes/watch/watch-setting.ts';
import { redacting } from '../actions/redacting-connection.ts';
import { deathIn } from './death-in-ring.ts';
import { explainRecording } from './explain-recording.ts';
import { WatchMetrics } from './metrics/watch-metrics.ts';
import { sitesReader } from './sites-in-recording.ts';
import { openOutlets } from './watch-outlets.ts';
import type { Watching } from './watching.ts';

/** Watches, and tells each event on stdout, to the receivers, to the store and to the readers of the metrics. */
export async function watchAndTell(watching: Watching, signal: AbortSignal): Promise<void> {
  const { setting, inject, redact, store } = watching;
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
        announce: outlets.announce,
        explain: store?.queue === undefined ? explainRecording : async () => ({ elsewhere: true }),
        sites: sitesReader(outlets.profiles),
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
