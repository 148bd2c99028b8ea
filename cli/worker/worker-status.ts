import { RedisQueue } from '../../fleet/queue/analysis-queue.ts';
import { sizeOf } from '../../fleet/recordings/sent-recording.ts';
import { waitingRecordings } from '../../fleet/recordings/waiting-recordings.ts';
import { instanceOf, serviceOf } from '../../format/origin.ts';
import { bytes, counted, duration } from '../../format/quantities.ts';
import type { Bytes, EpochMillis } from '../../format/units.ts';
import type { WorkerRequest } from './worker-request.ts';

/** What waits for a worker. */
export interface WorkerStatus {
  readonly recordings: readonly WaitingRecording[];
  /** Absent if no queue was named. */
  readonly queue?: {
    readonly waiting: number;
    readonly active: number;
    readonly delayed: number;
    /** Those whose analysis failed, with the last reason; a worker that starts tries them again. */
    readonly setAside: readonly { readonly id: string; readonly reason: string }[];
  };
}

export interface WaitingRecording {
  readonly id: string;
  readonly at: EpochMillis;
  readonly service?: string | undefined;
  readonly instance?: string | undefined;
  readonly size: Bytes;
}

export async function workerStatus({
  store,
  queue,
}: Pick<WorkerRequest, 'store' | 'queue'>): Promise<WorkerStatus> {
  const recordings = (await waitingRecordings(store)).map((sent) => ({
    id: sent.id,
    at: sent.at,
    service: serviceOf(sent.origin),
    instance: instanceOf(sent.origin),
    size: sizeOf(sent),
  }));
  if (queue === undefined) return { recordings };
  return await new RedisQueue(queue, store).use(async (jobs) => {
    const { waiting = 0, active = 0, delayed = 0 } = await jobs.getJobCounts('waiting', 'active', 'delayed');
    const failed = await jobs.getFailed(0, 99);
    const setAside = failed.map(({ data, failedReason }) => ({
      id: data.id as string,
      reason: failedReason,
    }));
    return { recordings, queue: { waiting, active, delayed, setAside } };
  });
}

export function statusText({ recordings, queue }: WorkerStatus, now: EpochMillis): string {
  const size = recordings.reduce((sum, recording) => sum + recording.size, 0);
  const lines = [
    recordings.length === 0
      ? 'nothing waits'
      : `${counted(recordings.length, 'recording')} (${bytes(size)}) not analyzed yet, the oldest ${duration(now - recordings[0]!.at)} old`,
    ...recordings.map(
      ({ id, service, instance, size, at }) =>
        `  ${id}  ${service ?? 'unknown'}  ${instance ?? 'unknown'}  ${bytes(size)}  ${duration(now - at)} old`,
    ),
  ];
  if (queue !== undefined) {
    lines.push(`queue: ${queue.active} under way, ${queue.waiting} waiting, ${queue.delayed} put off`);
    for (const { id, reason } of queue.setAside) lines.push(`  set aside: ${id}: ${reason}`);
    if (queue.setAside.length > 0) lines.push('  a worker tries them again when it starts');
  }
  return `${lines.join('\n')}\n`;
}
