import type { Baseline } from '../../analyzer/report/baseline.ts';
import { UserError } from '../../format/user-error.ts';
import { readBaseline } from './baseline-file.ts';
import { type CheckArguments, defaultBaseline } from './check-options.ts';
import { type JudgementRequest, judgementRequest } from './judgement-request.ts';
import { type Keeping, parseKeep } from './keep-option.ts';

/** How a check is recorded, and what may grow meanwhile, whatever works. */
export interface CheckTerms extends JudgementRequest {
  readonly captures: number;
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

/** @throws UserError */
export async function checkTerms(args: CheckArguments): Promise<CheckTerms> {
  const { captures, force, sampling, out, quiet, update, tolerance } = args;
  requireWholeNumbers({ captures });
  if (captures < 2) throw usage('one capture shows what fills the heap, not what grows', 'give --captures 4');
  if (!(tolerance >= 0)) throw usage(`--tolerance ${tolerance} is not a fraction`, 'give 0.25 for a quarter');
  const baselineFile = args.baseline ?? defaultBaseline;
  return {
    ...(await judgementRequest(args)),
    baseline: baselineIn(baselineFile, args),
    baselineFile,
    keep: parseKeep(args.keep),
    ...{ captures, force, sampling, out, quiet, update, tolerance },
  };
}

function baselineIn(file: string, { baseline, update }: CheckArguments): Baseline {
  const known = readBaseline(file);
  if (known !== undefined || baseline === undefined || update) return known ?? { suspects: [] };
  throw new UserError('no-such-file', `${file} does not exist`, 'write it with --update');
}

/** @throws UserError `usage` for what is given and is no number of things */
export function requireWholeNumbers(given: Readonly<Record<string, number | undefined>>): void {
  for (const [name, value] of Object.entries(given)) {
    if (value !== undefined && !(Number.isSafeInteger(value) && value > 0))
      throw usage(`--${name} ${value} is not a number of ${name}`, 'give a whole number above 0');
  }
}

export function usage(message: string, next: string): UserError {
  return new UserError('usage', message, next);
}
