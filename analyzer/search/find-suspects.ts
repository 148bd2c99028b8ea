import type { Pulse } from '../../format/pulse.ts';
import type { EpochMillis } from '../../format/units.ts';
import { UserError } from '../../format/user-error.ts';
import type { CaptureSource, FindOptions } from '../capture-source.ts';
import { Details } from '../details.ts';
import type { Witness } from '../explain/witness.ts';
import type { ModuleNames } from '../graph/module-names.ts';
import type { Originals } from '../graph/originals.ts';
import { checkMemoryOf } from '../parse/memory-of-file.ts';
import { searchByBirths } from './by-births.ts';
import { searchByPaths } from './by-paths.ts';
import { searchByPulses } from './by-pulses.ts';
import { type DatedCapture, idsAreComparable, inOrderGiven, inOrderOfTimeWithLast } from './capture-order.ts';
import { whileReading } from './reading-progress.ts';
import type { FoundSuspects, Search } from './search.ts';

export type { FoundSuspects } from './search.ts';

export interface SearchOptions extends FindOptions {
  readonly witness?: Witness;
  /** Pulses of the same process: with them, one capture is enough. */
  readonly pulses?: readonly Pulse[] | undefined;
  /** Shows places in the code that was written. */
  readonly originals?: Originals;
  /** Names modules as the rest of a report does. */
  readonly modules?: ModuleNames;
  /** When the process started, whose heap it is alone. */
  readonly startedAt?: EpochMillis | undefined;
}

/** Reads the captures of one process and says what grows and who holds it. */
export async function findSuspects(
  sources: readonly CaptureSource[],
  options: SearchOptions = {},
): Promise<FoundSuspects> {
  const { pulses = [] } = options;
  requireEnough(sources, pulses);
  for (const { file } of sources) checkMemoryOf(file, options.maxMemory);
  const search = searchWith(options);
  return withFaults(searchIn(dateCaptures(sources, search), pulses, search), search.details);
}

interface DatedCaptures {
  readonly captures: readonly DatedCapture[];
  readonly areComparable: boolean;
}

function dateCaptures(sources: readonly CaptureSource[], { onProgress, maxMemory }: Search): DatedCaptures {
  onProgress('dating captures', 0);
  const captures = inOrderOfTimeWithLast(sources, {
    maxMemory,
    onProgress: whileReading(onProgress, `reading ${sources.at(-1)!.label}`, 0, 0.2),
  });
  const areComparable = idsAreComparable(captures);
  return {
    areComparable,
    captures: areComparable ? captures : inOrderGiven(captures.map(withoutColumns), sources),
  };
}

function searchIn(
  { captures, areComparable }: DatedCaptures,
  pulses: readonly Pulse[],
  search: Search,
): FoundSuspects {
  if (captures.length === 1) return searchByPulses(captures[0], pulses, search);
  return areComparable ? searchByBirths(captures, search) : searchByPaths(captures, search);
}

/** Each capture is to be read by itself: what was read of the last one is not to be in memory meanwhile. */
function withoutColumns({ columns, ...dated }: DatedCapture): DatedCapture {
  columns?.strings.close();
  return dated;
}

function withFaults(found: FoundSuspects, details: Details): FoundSuspects {
  return { ...found, limits: [...found.limits, ...details.limits] };
}

function requireEnough(sources: readonly CaptureSource[], pulses: readonly Pulse[]): void {
  if (sources.length > 1 || (sources.length === 1 && pulses.length > 0)) return;
  throw new UserError(
    'one-capture',
    'one capture cannot show growth',
    'give at least two snapshots of the same process, four are best',
  );
}

function searchWith({
  onProgress = () => {},
  maxMemory,
  operationsPerInterval,
  expectedEnds,
  witness,
  originals,
  modules,
  startedAt,
}: SearchOptions): Search {
  return {
    onProgress,
    maxMemory,
    operationsPerInterval,
    expectedEnds,
    witness,
    originals,
    modules,
    startedAt,
    details: new Details(),
  };
}
