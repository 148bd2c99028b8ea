import { RedisQueue } from '../../fleet/queue/analysis-queue.ts';
import { parseDuration } from '../../format/duration.ts';
import type { Millis } from '../../format/units.ts';
import { UserError } from '../../format/user-error.ts';
import { openStore } from '../../store/open-store.ts';
import { requireQueueUrl } from '../requests/queue-url.ts';
import type { StoreSetting } from './store-setting.ts';
import type { WatchArguments } from './watch-arguments.ts';

/** The captures of a look, and as many pauses of the longest kind. */
const longestPauses = 4;
const settling: Millis = 60_000;
const needStore = ['send-recordings', 'queue', 'looks-at-once'] as const;

/** Whether every capture is redacted because recordings leave the host: unless it was asked for, nothing leaves as it is. */
export function sendsRedacted({ 'send-recordings': sends, queue }: WatchArguments): boolean {
  return sends === 'redacted' || (queue !== undefined && sends === undefined);
}

/** @throws UserError `usage` */
export function storeSetting(args: WatchArguments): StoreSetting | undefined {
  requireSense(args);
  if (args.store === undefined) return undefined;
  const store = openStore(args.store);
  const { queue, 'looks-at-once': atOnce } = args;
  return {
    store,
    sendRecordings: args['send-recordings'] !== undefined,
    ...(queue === undefined ? {} : { queue: new RedisQueue(requireQueueUrl(queue), store) }),
    ...(atOnce === undefined ? {} : { turns: { atOnce, length: longestLook(args) } }),
  };
}

function longestLook({ window, 'max-pause': pause }: WatchArguments): Millis {
  return parseDuration(window) + longestPauses * parseDuration(pause) + settling;
}

function requireSense(args: WatchArguments): void {
  const unstored = needStore.find((name) => args[name] !== undefined);
  if (args.store === undefined && unstored !== undefined)
    throw new UserError('usage', `--${unstored} is about a store`, 'give --store too');
  if (args['send-recordings'] === 'whole' && args.redact)
    throw new UserError(
      'usage',
      '--redact replaces what --send-recordings whole would send',
      'give one of them',
    );
  const atOnce = args['looks-at-once'];
  if (atOnce !== undefined && !(Number.isInteger(atOnce) && atOnce > 0))
    throw new UserError(
      'usage',
      '--looks-at-once is no whole number above 0',
      'for example --looks-at-once 1',
    );
}
