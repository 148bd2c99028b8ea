import { parseDuration } from '../../format/duration.ts';
import type { Millis } from '../../format/units.ts';
import type { Awaited } from '../../probes/workload/readiness.ts';
import type { CheckArguments } from './check-options.ts';
import { type CheckTerms, checkTerms, usage } from './check-terms.ts';
import { readinessOf, type WorkloadFor, workloadOf } from './check-workload.ts';
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
  refuseWorkOfPages(args);
  return {
    ...(await checkTerms(args)),
    command,
    workloadFor: await workloadOf(args),
    awaited: readinessOf(args),
    readyTimeout: parseDuration(args['ready-timeout']),
    operations: args.operations,
  };
}

/** Options that say what is done in a page have nothing to do here. */
function refuseWorkOfPages({ script, browser, repeat }: CheckArguments): void {
  for (const [name, given] of Object.entries({ script, browser, repeat })) {
    if (given !== undefined)
      throw usage(
        `--${name} is for pages, and no page was named`,
        'name it with --page http://127.0.0.1:3000/',
      );
  }
}
