import type { Baseline } from '../../analyzer/report/baseline.ts';
import { parseDuration } from '../../format/duration.ts';
import type { Millis } from '../../format/units.ts';
import { UserError } from '../../format/user-error.ts';
import type { Awaited } from '../../probes/workload/readiness.ts';
import { readBaseline } from './baseline-file.ts';
import { type CheckArguments, defaultBaseline } from './check-options.ts';
import { readinessOf, type WorkloadFor, workloadOf } from './check-workload.ts';
import { type JudgementRequest, judgementRequest } from './judgement-request.ts';
import { type Keeping, parseKeep } from './keep-option.ts';
import { type ProgramArguments, programWords } from './program-words.ts';

/** A program to start, the work that it does, and what may grow meanwhile. */
export interface CheckRequest extends JudgementRequest {
  readonly command: readonly string[];
  readonly workloadFor: WorkloadFor;
  readonly awaited: Awaited;
  /** How long that may take. */
  readonly readyTimeout: Millis;
  readonly captures: number;
  /** An expression that counts the program's operations. */
  readonly operations: string | undefined;
  readonly force: boolean;
  readonly sampling: boolean;
  /** Which earlier recordings stay beside it. */
  readonly keep: Keeping;
  /** Where to record; named after the process if absent. */
  readonly out: string | undefined;
  readonly quiet: boolean;
  readonly baseline: Baseline;
  readonly baselineFile: string;
  /** Write what is found into the baseline. */
  readonly update: boolean;
  /** By which share an accepted rate may be exceeded. */
  readonly tolerance: number;
}

/** @throws UserError all that can be wrong with what was typed, before anything is started */
export async function checkRequest(args: CheckArguments & ProgramArguments): Promise<CheckRequest> {
  const { captures, operations, force, sampling, out, quiet, update, tolerance } = args;
  const command = programWords(args, 'heaptrail check --load http://127.0.0.1:3000/ -- node server.js');
  validateCheck(args);
  const baselineFile = args.baseline ?? defaultBaseline;
  return {
    ...(await judgementRequest(args)),
    command,
    baseline: baselineIn(baselineFile, args),
    baselineFile,
    workloadFor: await workloadOf(args),
    awaited: readinessOf(args),
    readyTimeout: parseDuration(args['ready-timeout']),
    keep: parseKeep(args.keep),
    ...{ captures, operations, force, sampling, out, quiet, update, tolerance },
  };
}

function baselineIn(file: string, { baseline, update }: CheckArguments): Baseline {
  const known = readBaseline(file);
  if (known !== undefined || baseline === undefined || update) return known ?? { suspects: [] };
  throw new UserError('no-such-file', `${file} does not exist`, 'write it with --update');
}

/** What is wrong with the numbers, before anything is started. */
function validateCheck(args: CheckArguments): void {
  const { captures, tolerance } = args;
  if (!(Number.isSafeInteger(captures) && captures > 0))
    throw usage(`--captures ${captures} is not a number of captures`, 'give a whole number above 0');
  if (captures < 2) throw usage('one capture shows what fills the heap, not what grows', 'give --captures 4');
  if (!(tolerance >= 0)) throw usage(`--tolerance ${tolerance} is not a fraction`, 'give 0.25 for a quarter');
}

function usage(message: string, next: string): UserError {
  return new UserError('usage', message, next);
}
