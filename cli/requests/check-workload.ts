import { parseDuration } from '../../format/duration.ts';
import { UserError } from '../../format/user-error.ts';
import { driveCommand } from '../../probes/workload/drive-command.ts';
import { type Awaited, answering, listening, printing } from '../../probes/workload/readiness.ts';
import { urlLoad } from '../../probes/workload/url-load.ts';
import { waiting } from '../../probes/workload/waiting.ts';
import type { Workload } from '../../probes/workload/workload.ts';
import { requireWholeNumbers, usage } from './check-terms.ts';
import type { WorkArguments } from './work-options.ts';

/** A prime: what happens every 10 or 100 operations cannot look as if it happened once an interval. */
const defaultRequests = 503;

/** What will make the program work, once its process is known; a drive is told what is in the environment. */
export type WorkloadFor = (pid: number, environment?: Readonly<Record<string, string>>) => Workload;

/** @throws UserError `usage` */
export async function workloadOf(args: WorkArguments): Promise<WorkloadFor> {
  validateWork(args);
  const { load, requests = defaultRequests, duration, connections, rate, drive, every } = args;
  if (drive !== undefined) return (pid, environment) => driveCommand(drive, pid, environment);
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

/** @throws UserError `usage` */
export function readinessOf(args: WorkArguments): Awaited {
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

/** What is wrong with the numbers and with what was given together, before anything is started. */
function validateWork({ load, drive, every, requests, duration, connections, rate }: WorkArguments): void {
  const drivers = [load, drive, every].filter((given) => given !== undefined);
  if (drivers.length !== 1) {
    throw usage(
      drivers.length === 0
        ? 'the program gets no work to do'
        : '--load, --drive and --every exclude each other',
      'give one of --load URL, --drive SCRIPT or, if it works by itself, --every 10s',
    );
  }
  if (requests !== undefined && duration !== undefined)
    throw usage('--requests and --duration both set the length of an interval', 'leave out one of them');
  requireWholeNumbers({ requests, connections });
  if (rate !== undefined && !(rate > 0)) throw usage(`--rate ${rate} is not a rate`, 'give a number above 0');
}
