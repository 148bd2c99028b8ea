import type { Experiment } from '../../format/experiment.ts';
import type { MallocBlocks, SizeClass } from '../../format/malloc-blocks.ts';
import type { MemorySample } from '../../format/memory-sample.ts';
import type { NativeCause, NativeCauseKind, NativeSetting } from '../../format/native-cause.ts';
import { bytes, count, counted } from '../../format/quantities.ts';
import type { Bytes } from '../../format/units.ts';
import type { CauseProof } from '../../judgement/kinds/native-cause.ts';
import { prove } from '../../judgement/prove.ts';
import type { Triage } from '../triage/judge.ts';
import { keptIn, nativeCauseEvidence, readWell } from '../triage/native-cause-evidence.ts';
import { type Reading, undisturbedReadings } from '../triage/undisturbed-readings.ts';

/** Why memory outside the heap is resident; undefined if there is nothing to say. */
export function nativeCause(
  samples: readonly MemorySample[],
  triage: Triage,
  experiment: Experiment | undefined,
): NativeCause | undefined {
  const evidence = nativeCauseEvidence(samples, triage, experiment);
  if (evidence === undefined) return undefined;
  const proof = prove(evidence);
  if (proof.verdict === 'refuted' && experiment === undefined) return undefined;
  const readings = undisturbedReadings(samples);
  const setting = settingFor(proof.kind, lastBlocks(readings));
  const unread = unreadAllocator(readings);
  return {
    kind: proof.kind,
    isProven: proof.verdict === 'proven',
    bytes: proof.bytes,
    sentence: sentences[proof.kind](bytes(proof.bytes), {
      isGrowing: evidence.isGrowing,
      isProven: proof.verdict === 'proven',
      ...(unread === undefined ? {} : { unread }),
    }),
    evidence: [
      ...blocksEvidence(readings),
      ...unreadEvidence(unread),
      ...threadsEvidence(proof, samples),
      ...experimentEvidence(experiment),
    ],
    ...(setting === undefined ? {} : { setting }),
    ...(experiment === undefined ? {} : { experiment }),
  };
}

interface Known {
  readonly isGrowing: boolean;
  readonly isProven: boolean;
  /** Who answers `malloc`, if how much it has given out is not known. */
  readonly unread?: string;
}
type Sentence = (size: string, known: Known) => string;

const sentences: Readonly<Record<NativeCauseKind, Sentence>> = {
  leak: (size) => `a native leak: ${size} more are in use, and nothing freed them`,
  fragmentation: (size) =>
    `fragmentation, not a leak: ${size} more were freed, but stay between blocks in use`,
  kept: (size, { isProven }) =>
    `${isProven ? 'no leak: ' : ''}the allocator keeps ${size} that the program has freed`,
  lazy: (size, { isProven }) =>
    !isProven
      ? `${size} of Buffers may wait for a collection, or something holds them`
      : `no leak: up to ${size} of Buffers that nobody holds waited for a collection`,
  wasm: (size) => `a WebAssembly memory gained ${size}, and such a memory never shrinks`,
  threads: (size) => `threads pile up, and ${size} with them: each has a heap or a stack of its own`,
  arenas: (size) => `threads get arenas of their own, which keep ${size} more of freed memory`,
  'file-cache': (size) =>
    `no leak: ${size} more are pages of files, which the kernel takes back when it needs them`,
  unknown: (size, { isGrowing, unread }) => {
    if (isGrowing) return `nothing that could be measured explains ${size} of it`;
    return unread === undefined
      ? 'little freed memory is kept'
      : 'how much freed memory is kept is not known';
  },
};

/** What to do about each, the most likely help first. */
export function adviceFor({ kind, isProven, setting }: NativeCause): readonly string[] {
  const advice = advices[kind];
  const set =
    setting === undefined
      ? []
      : [`start the program with ${setting.text}: about ${bytes(setting.saves)} less would be resident now`];
  const decide =
    isProven || kind === 'unknown'
      ? []
      : ['decide it: record again with --experiment --captures 0, which collects all garbage'];
  return [...set, ...decide, ...advice];
}

const advices: Readonly<Record<NativeCauseKind, readonly string[]>> = {
  leak: [
    'look for objects with native state that are never closed: streams, statements, handles of addons. --native names the code that takes it',
    'a heap snapshot shows the JavaScript object that keeps each of them, not its native state',
  ],
  fragmentation: [
    'let fewer threads allocate, or preload an allocator that gives freed pages back: LD_PRELOAD=libjemalloc.so.2',
  ],
  kept: ['nothing has to be done: the program reuses this memory at its next peak'],
  lazy: ['nothing leaks. To hold less, reuse Buffers, or keep fewer of them at once'],
  wasm: [
    'free inside the module what it has allocated, or make a new instance from time to time and drop the old one',
  ],
  threads: [
    'end a worker or close its pool when its work is done: `await worker.terminate()`, `await pool.destroy()`',
    'create one pool and reuse it',
  ],
  arenas: ['end threads that have done their work, or use a pool of a few'],
  'file-cache': [
    'nothing has to be done. The limit of a container counts this memory, but the kernel drops it before it ends a process',
  ],
  unknown: [
    'record again with --native to see which code touches new memory',
    'look at native addons, worker threads and messages that a busy worker or MessagePort has not read',
  ],
};

function lastBlocks(readings: readonly Reading[]): MallocBlocks | undefined {
  return readings.flatMap(({ parts }) => readWell(parts.malloc) ?? []).at(-1);
}

/** Undefined if its blocks were counted, or who it is cannot be told. */
function unreadAllocator(readings: readonly Reading[]): string | undefined {
  const isCounted = readings.some(({ allocated, parts }) => parts.malloc ?? allocated);
  const allocator = readings.at(-1)?.parts.allocator;
  return isCounted || allocator === 'unknown' ? undefined : allocator;
}

function unreadEvidence(allocator: string | undefined): string[] {
  return allocator === undefined
    ? []
    : [
        `what is in use and what was freed is not known: ${allocator} serves malloc, and heaptrail cannot read its blocks`,
      ];
}

/** With that setting, all threads share two arenas, and what one has freed the others use. */
const arenasLeft = 2;
const worthASetting: Bytes = 4 * 1024 * 1024;

function settingFor(kind: NativeCauseKind, blocks: MallocBlocks | undefined): NativeSetting | undefined {
  if (blocks === undefined || !['fragmentation', 'arenas', 'kept'].includes(kind)) return undefined;
  const saves = blocks.keptByArena.slice(arenasLeft).reduce((sum, kept) => sum + kept, 0);
  return saves < worthASetting ? undefined : { text: `MALLOC_ARENA_MAX=${arenasLeft}`, saves };
}

function blocksEvidence(readings: readonly Reading[]): string[] {
  const known = readings.flatMap(({ parts }) => readWell(parts.malloc) ?? []);
  const [first, last] = [known[0], known.at(-1)];
  if (first === undefined || last === undefined || first === last) return [];
  return [
    `malloc: in use ${bytes(first.inUse)} to ${bytes(last.inUse)}, freed but resident ${bytes(keptIn(first))} to ` +
      `${bytes(keptIn(last))}, in ${counted(last.arenas, 'arena')}`,
    ...sizesEvidence(first, last),
  ];
}

/** Of which size most of the blocks are that came, if one size is most of it. */
function sizesEvidence(first: MallocBlocks, last: MallocBlocks): string[] {
  const gained = last.inUse - first.inUse;
  const gains = Object.entries(last.sizes).map(([least, now]): [number, SizeClass] => {
    const before = first.sizes[least] ?? { blocks: 0, bytes: 0 };
    return [Number(least), { blocks: now.blocks - before.blocks, bytes: now.bytes - before.bytes }];
  });
  const [most] = gains.toSorted(([, a], [, b]) => b.bytes - a.bytes);
  if (most === undefined || most[1].bytes < worthASetting || most[1].bytes < gained / 2) return [];
  const [least, { blocks, bytes: size }] = most;
  return [`${count(blocks)} more blocks of ${bytes(least)} to ${bytes(2 * least)} hold ${bytes(size)} of it`];
}

function threadsEvidence({ kind }: CauseProof, samples: readonly MemorySample[]): string[] {
  const known = samples.flatMap(({ threads }) => threads ?? []);
  if (kind !== 'threads' && kind !== 'arenas') return [];
  return known.length < 2 ? [] : [`threads: ${count(known[0]!)} to ${count(known.at(-1)!)}`];
}

function experimentEvidence(experiment: Experiment | undefined): string[] {
  const { collection, trim, notTrimmed } = experiment ?? {};
  return [
    ...(collection === undefined
      ? []
      : [
          `experiment: a collection gave back ${bytes(Math.max(0, collection.givenBack))} of Buffers${asPredicted(collection.predicted)}`,
        ]),
    ...(trim === undefined
      ? []
      : [
          `experiment: malloc_trim gave back ${bytes(Math.max(0, trim.givenBack))} of resident memory${asPredicted(trim.predicted)}`,
        ]),
    ...(notTrimmed === undefined ? [] : [`experiment: freed memory was not given back: ${notTrimmed}`]),
  ];
}

function asPredicted(predicted: Bytes | undefined): string {
  return predicted === undefined ? '' : `, of ${bytes(predicted)} that were predicted`;
}
