import { UserError } from '../../../format/user-error.ts';
import { driveCommand } from '../../../probes/workload/drive-command.ts';
import { answering, listening, printing, type Readiness } from '../../../probes/workload/readiness.ts';
import { urlLoad } from '../../../probes/workload/url-load.ts';
import type { Workload } from '../../../probes/workload/workload.ts';
import type { WorkWish } from './wishes.ts';

/** A prime: what happens every 10 or 100 operations cannot look as if it happened once an interval. */
const usualRequests = 503;
const connections = 10;

/** @throws UserError `usage` if it is no work */
export async function workloadOf(
  { url, requests = usualRequests, script }: WorkWish,
  pid: () => number,
): Promise<Workload> {
  if ((url === undefined) === (script === undefined))
    throw new UserError(
      'usage',
      'work needs a url or a script, and not both',
      'give work: { url } or work: { script }',
    );
  if (url !== undefined) return await urlLoad({ url: urlFrom(url), connections, each: { requests } });
  return {
    description: `the drive ${script}`,
    run: (interval, signal) => driveCommand(script!, pid()).run(interval, signal),
  };
}

/** What is waited for before the first work, and who hears it in the program's output. */
export interface AwaitedProgram {
  readonly readiness: Readiness | undefined;
  readonly hear: (line: string) => void;
}

export function awaitedOf(ready: string | undefined, work: WorkWish | undefined): AwaitedProgram {
  if (ready !== undefined && URL.canParse(ready) && /^https?:/.test(ready))
    return { readiness: answering(new URL(ready)), hear: () => {} };
  if (ready !== undefined) return awaitedLine(ready);
  const url = work?.url;
  return { readiness: url === undefined ? undefined : listening(urlFrom(url)), hear: () => {} };
}

function awaitedLine(text: string): AwaitedProgram {
  let tell = () => {};
  const seen = new Promise<void>((resolve) => {
    tell = resolve;
  });
  return { readiness: printing(text, seen), hear: (line) => line.includes(text) && tell() };
}

function urlFrom(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol === 'http:' || url?.protocol === 'https:') return url;
  throw new UserError('usage', `${text} is not a URL`, 'write it as http://127.0.0.1:3000/');
}
