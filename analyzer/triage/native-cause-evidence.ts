import type { Experiment } from '../../format/experiment.ts';
import type { MallocBlocks } from '../../format/malloc-blocks.ts';
import type { MemorySample } from '../../format/memory-sample.ts';
import type { ResidentParts } from '../../format/resident-parts.ts';
import type { Bytes } from '../../format/units.ts';
import type { CauseFigures, NativeCauseEvidence } from '../../judgement/evidence.ts';
import type { Triage } from './judge.ts';
import { type Reading, undisturbedReadings } from './undisturbed-readings.ts';

/** Those that tell blocks, if there are two of them: a heap may have changed too often while it was read. */
function withBlocks(readings: readonly Reading[]): readonly Reading[] {
  const told = readings.filter(({ parts }) => readWell(parts.malloc) !== undefined);
  return told.length < 2 ? readings : told;
}

/** Undefined if there are not two readings to compare. */
export function nativeCauseEvidence(
  samples: readonly MemorySample[],
  triage: Triage,
  experiment: Experiment | undefined,
): NativeCauseEvidence | undefined {
  const readings = withBlocks(undisturbedReadings(samples));
  const [first, last] = [readings[0], readings.at(-1)];
  if (first === undefined || last === undefined || first === last) return undefined;
  const returned = returnedByCollection(samples, experiment, last);
  return {
    kind: 'native-cause',
    source: 'ledger',
    unit: 'bytes',
    isGrowing: growsOutside(triage),
    ...(triage.problem === 'threads' ? { piles: 'threads' as const } : {}),
    first: figuresOf(first),
    last: figuresOf(last),
    gain: outsideOfHeap(last.parts) - outsideOfHeap(first.parts),
    resident: last.parts.resident,
    ...(returned === undefined ? {} : { returned }),
  };
}

function growsOutside({ problem }: Triage): boolean {
  return problem === 'native' || problem === 'external' || problem === 'threads';
}

function outsideOfHeap({ resident, sizes: { heap = 0, code = 0 } }: ResidentParts): Bytes {
  return resident - heap - code;
}

function figuresOf(reading: Reading): CauseFigures {
  const { sizes } = reading.parts;
  const buffers = buffersOf(reading);
  return {
    ...allocatorFigures(reading),
    ...(buffers === undefined ? {} : { buffers }),
    wasm: sizes.wasm ?? 0,
    files: sizes.files ?? 0,
  };
}

/** In Bun, mimalloc serves everything but addons and functions of the C library, and JavaScriptCore's heap is in it too. */
function allocatorFigures({ parts, allocated, heapTotal = 0 }: Reading): CauseFigures {
  const malloc = readWell(parts.malloc);
  if (parts.allocator !== 'mimalloc')
    return malloc === undefined ? {} : { inUse: malloc.inUse, kept: keptIn(malloc), arenas: malloc.arenas };
  if (allocated === undefined) return malloc === undefined ? {} : { inUse: malloc.inUse };
  const { mallocArenas = 0, heap = 0, external = 0 } = parts.sizes;
  const keptByBun = Math.max(0, mallocArenas + heap + external - allocated);
  return {
    inUse: (malloc?.inUse ?? 0) + Math.max(0, allocated - heapTotal),
    kept: (malloc === undefined ? 0 : keptIn(malloc)) + keptByBun,
  };
}

/** What one heap of an arena has is missing where that heap changed while it was read. */
const mostUnread = 0.05;

export function readWell(malloc: MallocBlocks | undefined): MallocBlocks | undefined {
  if (malloc === undefined) return undefined;
  const { unread, inUse, freed } = malloc;
  return unread > mostUnread * (inUse + freed + unread) ? undefined : malloc;
}

export function keptIn({ keptByArena }: MallocBlocks): Bytes {
  return keptByArena.reduce((sum, kept) => sum + kept, 0);
}

/**
 * V8 counts contents of ArrayBuffers by themselves. JavaScriptCore counts them with all else, garbage and memories of
 * WebAssembly too, until it collects: there, what is resident says more.
 */
function buffersOf({ arrayBuffers, external, parts }: Reading): Bytes | undefined {
  if (parts.allocator === 'mimalloc') return parts.sizes.external ?? 0;
  return arrayBuffers ?? external;
}

/** By the experiment or the largest fall that the ledger saw, if anything was collected at all. */
function returnedByCollection(
  samples: readonly MemorySample[],
  experiment: Experiment | undefined,
  { parts }: Reading,
): Bytes | undefined {
  const asked = experiment?.collection?.givenBack;
  if (parts.allocator === 'mimalloc') return asked === undefined ? undefined : Math.max(0, asked);
  const falls = samples.map(({ external = 0 }, at) => (samples[at - 1]?.external ?? 0) - external);
  const seen = Math.max(0, ...falls);
  if (asked !== undefined) return Math.max(seen, asked);
  return seen > 0 || samples.some(({ heapAfterGc }) => heapAfterGc !== undefined) ? seen : undefined;
}
