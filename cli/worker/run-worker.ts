import { setTimeout as sleep } from 'node:timers/promises';
import type { Job } from 'bullmq';
import {
  type AnalysisJob,
  queueFailed,
  queuePackages,
  queuePassword,
  RedisQueue,
} from '../../fleet/queue/analysis-queue.ts';
import { queueName } from '../../fleet/queue/queue-name.ts';
import { readDescription } from '../../fleet/recordings/move-recording.ts';
import { waitingRecordings } from '../../fleet/recordings/waiting-recordings.ts';
import type { Millis } from '../../format/units.ts';
import { UserError } from '../../format/user-error.ts';
import { analyzeSent } from './analyze-sent.ts';
import { scratchRoom } from './scratch-room.ts';
import type { WorkerRequest } from './worker-request.ts';

/** How often the store is asked for what the queue has lost. */
const sweepEvery: Millis = 5 * 60_000;
const pollEvery: Millis = 1_000;
/** Who ends while Redis is away waits for it only so long. */
const lastPatience: Millis = 5_000;
/** A recording whose analysis ended so many workers is set aside. */
const mostWorkersLost = 5;

export type TellWorker = (event: WorkerEvent) => void;

/** One line of what a worker says. */
export interface WorkerEvent {
  readonly event: 'ready' | 'analyzed' | 'put-off' | 'failed' | 'queue-failed' | 'store-failed' | 'ended';
  readonly at: number;
  readonly recording?: string;
  readonly sentence?: string;
  readonly reason?: string;
}

/** Takes recordings from the queue, one at a time, until it is stopped. */
export async function runWorker(
  request: WorkerRequest & { readonly queue: string },
  tell: TellWorker,
  signal: AbortSignal,
): Promise<void> {
  const { store, queue: url, scratch, lostAfter, untilEmpty } = request;
  const say = (event: WorkerEvent['event'], more: Omit<WorkerEvent, 'event' | 'at'> = {}) =>
    tell({ event, at: Date.now(), ...more });
  const { bullmq, Redis } = await queuePackages();
  const room = await scratchRoom(scratch);
  const queue = new RedisQueue(url, store);
  await sweep(request, queue, true);
  const sweepAgain = () => {
    sweep(request, queue).catch((error: Error) => say('store-failed', { reason: error.message }));
  };
  const connection = new Redis(url, { ...queuePassword(), maxRetriesPerRequest: null });
  // A Redis that has come back may have forgotten everything.
  connection.on('ready', sweepAgain);
  connection.on('error', (error) => say('queue-failed', { reason: queueFailed(url, error).message }));
  const analyze = async (job: Job<AnalysisJob>, token?: string) => {
    const recording = job.data.id;
    try {
      const sent = await readDescription(store, recording);
      if (sent === undefined) throw new bullmq.UnrecoverableError('its files are no longer in the store');
      const sentence = await analyzeSent(sent, { store, room, signal });
      say('analyzed', { recording, sentence });
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      if (!signal.aborted && !isOfEnvironment(error)) {
        say('failed', { recording, reason });
        throw error;
      }
      // A full disk, or a store out of reach, is no fault of the recording: it waits, however often.
      say('put-off', { recording, reason });
      await job.moveToDelayed(Date.now() + (signal.aborted ? 0 : lostAfter), token);
      throw new bullmq.DelayedError();
    }
  };
  const worker = new bullmq.Worker<AnalysisJob>(await queueName(store), analyze, {
    connection,
    concurrency: 1,
    lockDuration: lostAfter,
    stalledInterval: lostAfter,
    maxStalledCount: mostWorkersLost,
  });
  worker.on('error', () => {});
  say('ready');
  const timer = setInterval(sweepAgain, sweepEvery);
  try {
    await (untilEmpty ? emptied(queue, signal) : aborted(signal));
  } finally {
    clearInterval(timer);
    // What is under way was stopped, and waits in the queue again.
    await Promise.race([worker.close(), sleep(lastPatience, undefined, { ref: false })]);
    connection.disconnect();
  }
  say('ended');
}

/** @param retry what was set aside too: a new worker may have more memory, or a newer version */
async function sweep(
  { store }: Pick<WorkerRequest, 'store'>,
  queue: RedisQueue,
  retry = false,
): Promise<void> {
  await queue.addAll(await waitingRecordings(store));
  if (retry) await queue.use((jobs) => jobs.retryJobs({ state: 'failed' }));
}

const fullDisk: ReadonlySet<string> = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);

function isOfEnvironment(error: unknown): boolean {
  if (error instanceof UserError) return error.code === 'disk-full' || error.code === 'store-failed';
  return fullDisk.has((error as NodeJS.ErrnoException).code ?? '');
}

/** What is set aside waits for a person. */
async function emptied(queue: RedisQueue, signal: AbortSignal): Promise<void> {
  for (let left = 1; left > 0 && !signal.aborted; ) {
    await sleep(pollEvery, undefined, { signal }).catch(() => {});
    left = await queue.use((jobs) => jobs.getJobCountByTypes('waiting', 'active', 'delayed', 'prioritized'));
  }
}

async function aborted(signal: AbortSignal): Promise<void> {
  if (!signal.aborted) await new Promise((resolve) => signal.addEventListener('abort', resolve));
}
