import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type autocannon from 'autocannon';
import type { Millis } from '../../format/units.ts';
import { UserError } from '../../format/user-error.ts';
import type { WorkDone, Workload } from './workload.ts';

export interface UrlLoad {
  readonly url: URL;
  readonly connections: number;
  /** As many requests in each interval, which is the same work; or as many as fit into a time. */
  readonly each: { readonly requests: number } | { readonly duration: Millis };
  /** Requests a second over all connections; as fast as the target answers if absent. */
  readonly rate?: number;
}

type Autocannon = typeof autocannon;
/** What it gives is a promise and an instance in one, which its types do not say. */
type Stoppable = Promise<autocannon.Result> & Pick<autocannon.Instance, 'stop'>;

/**
 * Load on a URL by autocannon, an optional peer: the reader's project has it, or it is not there.
 * @throws UserError `usage` if autocannon is not installed
 */
export async function urlLoad(load: UrlLoad): Promise<Workload> {
  const cannon = await findAutocannon();
  return {
    description: describe(load),
    run: async (_, signal) => workDone(await fire(cannon, load, signal), load),
  };
}

/** Beside this package, or in the folder where the command was typed. */
async function findAutocannon(): Promise<Autocannon> {
  try {
    return (await import('autocannon')).default;
  } catch {
    const here = createRequire(pathToFileURL(path.resolve('package.json')));
    try {
      return here('autocannon');
    } catch (cause) {
      throw new UserError(
        'usage',
        '--load needs autocannon, which is not installed here',
        'npm install --save-dev autocannon, or give a script of your own with --drive',
        { cause },
      );
    }
  }
}

function describe({ url, connections, each, rate }: UrlLoad): string {
  const amount = 'requests' in each ? `${each.requests} requests` : `${each.duration / 1000} s of requests`;
  const speed = rate === undefined ? '' : `, ${rate} a second`;
  return `${amount} to ${url.href} over ${connections} connections${speed}`;
}

async function fire(
  cannon: Autocannon,
  { url, connections, each, rate }: UrlLoad,
  signal: AbortSignal,
): Promise<autocannon.Result> {
  const run = cannon({
    url: url.href,
    // It refuses more connections than requests.
    ...('requests' in each
      ? { amount: each.requests, connections: Math.min(connections, each.requests) }
      : { duration: each.duration / 1000, connections }),
    ...(rate === undefined ? {} : { overallRate: rate }),
  });
  const stop = () => (run as Stoppable).stop();
  signal.addEventListener('abort', stop, { once: true });
  try {
    return await run;
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

/** A target that refuses everything keeps nothing either: that must not look like a program without leaks. */
function workDone(result: autocannon.Result, { url }: UrlLoad): WorkDone {
  const { errors, timeouts, non2xx } = result;
  const good = result['2xx'];
  if (good === 0) {
    const why =
      non2xx > 0
        ? `${non2xx} responses were not successful`
        : `${errors} requests failed, ${timeouts} of them by timeout`;
    throw new UserError(
      'load-failed',
      `no request to ${url.href} succeeded: ${why}`,
      "check the program's output and the path in --load",
    );
  }
  const notes = [
    ...(non2xx > 0 ? [`${non2xx} of ${good + non2xx} responses were not successful`] : []),
    ...(errors > 0 ? [`${errors} requests failed`] : []),
  ];
  return { operations: good + non2xx, notes };
}
