import { parseDuration } from '../../format/duration.ts';
import { UserError } from '../../format/user-error.ts';
import { driveCommand } from '../../probes/workload/drive-command.ts';
import { answering, listening, printing, type Readiness } from '../../probes/workload/readiness.ts';
import { urlLoad } from '../../probes/workload/url-load.ts';
import { waiting } from '../../probes/workload/waiting.ts';
import type { Workload } from '../../probes/workload/workload.ts';
import type { CheckArguments } from './check-options.ts';

/** A prime: what happens every 10 or 100 operations cannot look as if it happened once an interval. */
const defaultRequests = 503;

/** What will make the program work, once its process is known. */
export type WorkloadFor = (pid: number) => Workload;

/** @throws UserError `usage` */
export async function workloadOf(args: CheckArguments): Promise<WorkloadFor> {
  const { load, requests = defaultRequests, duration, connections, rate, drive, every } = args;
  if (drive !== undefined) return (pid) => driveCommand(drive, pid);
  if (every !== undefined) {
    const wait = waiting(parseDuration(every));
    return () => wait;
  }
  const workload = await urlLoad({
    url: urlFrom('--load', load ?? ''),
    connections,
    each: duration === undefined ? { requests } : { duration: parseDuration(duration) },
    ...(rate === undefined ? {} : { rate }),
  });
  return () => workload;
}

/** What has to be seen before the first work, and the ear that hears it in the program's output. */
export interface Awaited {
  readonly readiness: Readiness | undefined;
  readonly hear: (line: string) => void;
}

/** @throws UserError `usage` */
export function readinessOf(args: CheckArguments): Awaited {
  const { 'ready-url': url, 'ready-line': text, load } = args;
  if (url !== undefined && text !== undefined)
    throw new UserError('usage', '--ready-url and --ready-line exclude each other', 'leave out one of them');
  if (url !== undefined) return { readiness: answering(urlFrom('--ready-url', url)), hear: () => {} };
  if (text !== undefined) return awaitedLine(text);
  if (load === undefined) return { readiness: undefined, hear: () => {} };
  return { readiness: listening(urlFrom('--load', load)), hear: () => {} };
}

function awaitedLine(text: string): Awaited {
  let tell = () => {};
  const seen = new Promise<void>((resolve) => {
    tell = resolve;
  });
  return { readiness: printing(text, seen), hear: (line) => line.includes(text) && tell() };
}

export function urlFrom(option: string, text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol === 'http:' || url?.protocol === 'https:') return url;
  throw new UserError('usage', `${option} ${text} is not a URL`, `write ${option} http://127.0.0.1:3000/`);
}
