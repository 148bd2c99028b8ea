import { parseSize } from '../../format/size.ts';
import type { Bytes } from '../../format/units.ts';
import { UserError } from '../../format/user-error.ts';
import { openStore } from '../../store/open-store.ts';
import type { Store } from '../../store/store.ts';
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
  /** Where reports of many hosts meet. */
  readonly store?: Store | undefined;
}

export interface AnalyzeArguments extends JudgementArguments {
  readonly recording: readonly string[];
  readonly 'output-file': string | undefined;
  readonly 'include-strings': boolean;
  readonly all: boolean;
  readonly operations: number | undefined;
  readonly 'max-memory': string | undefined;
  readonly store: string | undefined;
}

/** @throws UserError what is wrong with the words */
export async function analyzeRequest(args: AnalyzeArguments): Promise<AnalyzeRequest> {
  const { recording, all, operations, 'max-memory': memory, 'include-strings': includeStrings, store } = args;
  return {
    ...(await judgementRequest(args)),
    paths: recording,
    includeStrings,
    all,
    maxMemory: memory === undefined ? undefined : parseSize(memory),
    operationsPerInterval: requirePositive(operations),
    store: store === undefined ? undefined : storeFor(recording, store),
  };
}

/** Loose snapshots belong to nobody: what a store has of them could not be joined. */
function storeFor(paths: readonly string[], words: string): Store {
  if (paths.length === 1 && !paths[0]!.endsWith('.heapsnapshot')) return openStore(words);
  throw new UserError(
    'usage',
    '--store takes the report of one recording, and these are snapshots or several recordings',
    'name the folder of one recording',
  );
}

function requirePositive(operations: number | undefined): number | undefined {
  if (operations === undefined || operations > 0) return operations;
  throw new UserError(
    'usage',
    `${operations} is not a number of operations`,
    'give a positive number, for example --operations 500',
  );
}
