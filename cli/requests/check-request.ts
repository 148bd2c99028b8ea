import { parseDuration } from '../../format/duration.ts';
import type { Millis } from '../../format/units.ts';
import type { CheckArguments } from './check-options.ts';
import { type CheckTerms, checkTerms, requireWholeNumbers, usage } from './check-terms.ts';
import { type Awaited, readinessOf, type WorkloadFor, workloadOf } from './check-workload.ts';
import { type ProgramArguments, programWords } from './program-words.ts';

/** A program to start, the work that it does, and what may grow meanwhile. */
export interface CheckRequest extends CheckTerms {
  readonly command: readonly string[];
  readonly workloadFor: WorkloadFor;
  readonly awaited: Awaited;
  /** How long that may take. */
  readonly readyTimeout: Millis;
  /** An expression that counts the program's operations. */
  readonly operations: string | undefined;
}

/** @throws UserError all that can be wrong with what was typed, before anything is started */
export async function checkRequest(args: CheckArguments & ProgramArguments): Promise<CheckRequest> {
  const command = programWords(args, 'heaptrail check --load http://127.0.0.1:3000/ -- node server.js');
  validateWork(args);
  return {
    ...(await checkTerms(args)),
    command,
    workloadFor: await workloadOf(args),
    awaited: readinessOf(args),
    readyTimeout: parseDuration(args['ready-timeout']),
    operations: args.operations,
  };
}

/** What is wrong with the work that was given, before anything is started. */
function validateWork(args: CheckArguments): void {
  const { load, drive, every, requests, duration, connections, rate, script, browser, repeat } = args;
  const drivers = [load, drive, every].filter((given) => given !== undefined);
  if (drivers.length !== 1) {
    throw usage(
      drivers.length === 0
        ? 'the program gets no work to do'
        : '--load, --drive and --every exclude each other',
      'give one of --load URL, --drive SCRIPT or, if it works by itself, --every 10s',
    );
  }
  for (const [name, given] of Object.entries({ script, browser, repeat })) {
    if (given !== undefined)
      throw usage(
        `--${name} is for pages, and no page was named`,
        'name it with --page http://127.0.0.1:3000/',
      );
  }
  if (requests !== undefined && duration !== undefined)
    throw usage('--requests and --duration both set the length of an interval', 'leave out one of them');
  requireWholeNumbers({ requests, connections });
  if (rate !== undefined && !(rate > 0)) throw usage(`--rate ${rate} is not a rate`, 'give a number above 0');
}
