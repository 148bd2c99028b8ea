import { tmpdir } from 'node:os';
import { parseDuration } from '../../format/duration.ts';
import type { Millis } from '../../format/units.ts';
import { UserError } from '../../format/user-error.ts';
import { requireStore } from '../../store/open-store.ts';
import type { Store } from '../../store/store.ts';
import { requireQueueUrl } from '../requests/queue-url.ts';

/** What `heaptrail worker` is told, as it is typed. */
export interface WorkerArguments {
  readonly store: string;
  readonly queue: string | undefined;
  readonly scratch: string | undefined;
  readonly 'lost-after': string;
  readonly 'until-empty': boolean;
  readonly status: boolean;
  readonly json: boolean;
}

export interface WorkerRequest {
  readonly store: Store;
  /** Absent if only the store is asked what waits. */
  readonly queue: string | undefined;
  /** Where recordings are laid to be analyzed. */
  readonly scratch: string;
  /** A worker that says nothing for so long is taken for dead. */
  readonly lostAfter: Millis;
  readonly untilEmpty: boolean;
  readonly json: boolean;
}

/** @throws UserError `usage` */
export function workerRequest(args: WorkerArguments): WorkerRequest {
  const { queue, status } = args;
  if (queue === undefined && !status)
    throw new UserError(
      'usage',
      'a worker takes its work from a queue',
      'give the --queue that was given to heaptrail watch, or --status to see what waits',
    );
  return {
    store: requireStore(args.store),
    queue: queue === undefined ? undefined : requireQueueUrl(queue),
    scratch: args.scratch ?? tmpdir(),
    lostAfter: parseDuration(args['lost-after']),
    untilEmpty: args['until-empty'],
    json: args.json,
  };
}
