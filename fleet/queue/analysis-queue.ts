import type { Queue } from 'bullmq';
import type { Millis } from '../../format/units.ts';
import { UserError } from '../../format/user-error.ts';
import type { Store } from '../../store/store.ts';
import type { SentRecording } from '../recordings/sent-recording.ts';
import { queueName } from './queue-name.ts';

/** What a worker is told; all else is in the store. */
export interface AnalysisJob {
  readonly id: string;
}

/** How a recording gets to a worker. */
export interface AnalysisQueue {
  /** Adding the same content again does nothing while it waits. @throws UserError `queue-failed` */
  add(recording: Pick<SentRecording, 'id' | 'content'>): Promise<void>;
}

/** How often an analysis that fails is tried before it is set aside. */
const attempts = 3;
const firstRetry: Millis = 10_000;
const patience: Millis = 15_000;

/** A queue of BullMQ on Redis. A watch adds something seldom: it stays connected only for so long. */
export class RedisQueue implements AnalysisQueue {
  readonly #url: string;
  readonly #store: Store;

  /** @param store whose recordings it names: several may use one Redis */
  constructor(url: string, store: Store) {
    this.#url = url;
    this.#store = store;
  }

  async add(recording: Pick<SentRecording, 'id' | 'content'>): Promise<void> {
    await this.addAll([recording]);
  }

  /** @throws UserError `queue-failed` */
  async addAll(recordings: readonly Pick<SentRecording, 'id' | 'content'>[]): Promise<void> {
    const jobs = recordings.map(({ id, content }) => ({
      name: 'analyze',
      data: { id } satisfies AnalysisJob,
      opts: {
        jobId: content,
        attempts,
        backoff: { type: 'exponential', delay: firstRetry },
        removeOnComplete: true,
      },
    }));
    if (jobs.length > 0) await this.use((queue) => queue.addBulk(jobs));
  }

  /** @throws UserError `queue-failed` */
  async use<T>(work: (queue: Queue) => Promise<T>): Promise<T> {
    const name = await queueName(this.#store);
    const { bullmq, Redis } = await queuePackages();
    // Tried once: who adds something has an outbox, which tries again.
    const connection = new Redis(this.#url, {
      ...queuePassword(),
      lazyConnect: true,
      retryStrategy: () => null,
      maxRetriesPerRequest: 0,
      connectTimeout: patience,
      commandTimeout: patience,
    });
    let reason: unknown;
    connection.on('error', (error) => {
      reason ??= error;
    });
    try {
      await connection.connect();
      const queue = new bullmq.Queue(name, { connection });
      queue.on('error', () => {});
      return await work(queue);
    } catch (error) {
      throw queueFailed(this.#url, reason ?? error);
    } finally {
      connection.disconnect();
    }
  }
}

/** A password in an address is seen by all who may list processes. */
export function queuePassword(): { readonly password?: string } {
  const { HEAPTRAIL_QUEUE_PASSWORD: password = '' } = process.env;
  return password === '' ? {} : { password };
}

/** Redis is told by its address without the password. */
export function queueFailed(url: string, error: unknown): UserError {
  const { host } = new URL(url);
  const { code, message } = error as NodeJS.ErrnoException;
  return new UserError(
    'queue-failed',
    `the queue at ${host} cannot be used: ${code ?? message}`,
    'check that Redis runs there, and its password (HEAPTRAIL_QUEUE_PASSWORD, or in the address)',
    { cause: error },
  );
}

export interface QueuePackages {
  readonly bullmq: typeof import('bullmq');
  readonly Redis: typeof import('ioredis').Redis;
}

/** @throws UserError `usage` if they are not installed */
export async function queuePackages(): Promise<QueuePackages> {
  try {
    const [bullmq, { Redis }] = await Promise.all([import('bullmq'), import('ioredis')]);
    return { bullmq, Redis };
  } catch (cause) {
    throw new UserError(
      'usage',
      'a queue needs bullmq and ioredis, which are not installed here',
      'npm install bullmq ioredis, or leave out --queue: then each watch analyzes its own recordings',
      { cause },
    );
  }
}
