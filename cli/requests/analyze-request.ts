import { parseSize } from '../../format/size.ts';
import type { Bytes } from '../../format/units.ts';
import { UserError } from '../../format/user-error.ts';
import { type JudgementArguments, type JudgementRequest, judgementRequest } from './judgement-request.ts';

export interface AnalyzeRequest extends JudgementRequest {
  /** A recording (its folder) or loose snapshots. */
  readonly paths: readonly string[];
  /** Let the page tell what the target's strings say. */
  readonly includeStrings?: boolean | undefined;
  /** Every suspect, not only the most likely five. */
  readonly all?: boolean | undefined;
  /** Refuse captures that need more memory than this. */
  readonly maxMemory?: Bytes | undefined;
  /** What the program did between two captures, where the captures do not say. */
  readonly operationsPerInterval?: number | undefined;
}

export interface AnalyzeArguments extends JudgementArguments {
  readonly recording: readonly string[];
  readonly 'output-file': string | undefined;
  readonly 'include-strings': boolean;
  readonly all: boolean;
  readonly operations: number | undefined;
  readonly 'max-memory': string | undefined;
}

/** @throws UserError what is wrong with the words */
export async function analyzeRequest(args: AnalyzeArguments): Promise<AnalyzeRequest> {
  const { recording, all, operations, 'max-memory': memory, 'include-strings': includeStrings } = args;
  return {
    ...(await judgementRequest(args)),
    paths: recording,
    includeStrings,
    all,
    maxMemory: memory === undefined ? undefined : parseSize(memory),
    operationsPerInterval: requirePositive(operations),
  };
}

function requirePositive(operations: number | undefined): number | undefined {
  if (operations === undefined || operations > 0) return operations;
  throw new UserError(
    'usage',
    `${operations} is not a number of operations`,
    'give a positive number, for example --operations 500',
  );
}
