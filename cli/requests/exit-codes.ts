import { type ErrorKind, errorKinds } from '../../format/error-codes.ts';
import { UserError } from '../../format/user-error.ts';
import type { Verdict } from '../../format/verdict.ts';

/**
 * The one table of all commands. Inconclusive never looks green: a run that could not judge is no run that found nothing.
 *   0  every part that was asked about was judged, and none grows; of commands that judge nothing: done
 *   1  something grows
 *   2  wrong usage, or the target was refused
 *   3  it could not be judged, or something failed on the way
 */
export const exitCode = { noGrowth: 0, suspects: 1, usage: 2, inconclusive: 3 } as const;
export type ExitCode = (typeof exitCode)[keyof typeof exitCode];

export const failOnChoices = ['growth', 'possible', 'never'] as const;
/** The weakest verdict that counts as suspects. */
export type FailOn = (typeof failOnChoices)[number];

export function exitCodeOf({ outcome, confidence, parts = [] }: Verdict, failOn: FailOn): ExitCode {
  switch (outcome) {
    case 'none':
      // Also for reports from elsewhere: without any confidence, or with a part that was not judged, it clears nothing.
      return confidence > 0 && parts.every(({ state }) => state !== 'not-judged')
        ? exitCode.noGrowth
        : exitCode.inconclusive;
    case 'inconclusive':
      return exitCode.inconclusive;
    case 'growth':
      return failOn === 'never' ? exitCode.noGrowth : exitCode.suspects;
    case 'possible':
      if (failOn === 'never') return exitCode.noGrowth;
      return failOn === 'possible' ? exitCode.suspects : exitCode.inconclusive;
  }
}

const exitCodeOfKind: Readonly<Record<ErrorKind, ExitCode>> = {
  usage: exitCode.usage,
  refused: exitCode.usage,
  failed: exitCode.inconclusive,
};

/** A fault of this program reached no judgement either. */
export function exitCodeOfError(error: unknown): ExitCode {
  return exitCodeOfKind[error instanceof UserError ? errorKinds[error.code] : 'failed'];
}
