import path from 'node:path';
import type { ResidentPart } from '../../format/resident-parts.ts';
import {
  arenaSize,
  codePage,
  endOfChosenAddresses,
  gigacageSize,
  largestGuard,
  largestStack,
  largestZeroedData,
  leastWasmGuard,
  startOfChosenAddresses,
  structureHeapSize,
} from './address-space.ts';
import {
  isAnonymous,
  isExecutable,
  isMarkedAsStack,
  isReserved,
  type Mapping,
  staysOutOfChildren,
} from './mapping.ts';

export type EngineOfProcess = 'v8' | 'jsc';

export interface ClassifiedMapping extends Mapping {
  readonly part: ResidentPart;
  /** Of a mapped file, without its folder. */
  readonly file?: string;
}

/**
 * Says of each mapping which part of memory it is. A mapping's neighbors say more than its address: what is one block of
 * `malloc` and what is a thread's stack is told by the guard below it.
 *
 * @param mappings in the order of their addresses, as the kernel lists them
 */
export function classifyMappings(
  mappings: readonly Mapping[],
  engine: EngineOfProcess,
): readonly ClassifiedMapping[] {
  const stacksAreMarked = mappings.some((mapping) => isReserved(mapping) && isMarkedAsStack(mapping));
  const cages = engine === 'jsc' ? gigacagesIn(mappings) : [];
  let file: string | undefined;
  return mappings.map((mapping, at) => {
    const place = { mapping, at, mappings, engine, stacksAreMarked, cages };
    if (!isAnonymous(mapping)) {
      file = fileOf(mapping);
      return { ...mapping, ...(file === undefined ? { part: namedPart(mapping) } : { part: 'files', file }) };
    }
    if (file !== undefined && isZeroedData(place)) return { ...mapping, part: 'files', file };
    file = undefined;
    return { ...mapping, part: anonymousPart(place) };
  });
}

interface Place {
  readonly mapping: Mapping;
  readonly at: number;
  readonly mappings: readonly Mapping[];
  readonly engine: EngineOfProcess;
  readonly stacksAreMarked: boolean;
  /** Where JavaScriptCore's cages start. */
  readonly cages: readonly number[];
}

/** The name of a file that is mapped from a disk: not memory that only looks like a file. */
function fileOf({ path: mapped, permissions }: Mapping): string | undefined {
  if (!mapped.startsWith('/') || isSharedMemory(mapped, permissions)) return undefined;
  return path.posix.basename(mapped.replace(/ \(deleted\)$/, ''));
}

function isSharedMemory(mapped: string, permissions: string): boolean {
  return /^\/(?:dev\/shm\/|dev\/zero|memfd:|SYSV)/.test(mapped) && permissions.endsWith('s');
}

function namedPart({ path: name, permissions }: Mapping): ResidentPart {
  if (name === '[heap]') return 'mallocHeap';
  if (name.startsWith('[stack')) return 'stacks';
  return permissions.endsWith('s') ? 'shared' : 'other';
}

/** The variables of a file that start as zero begin where its last mapping ends. */
function isZeroedData({ mapping, at, mappings, engine }: Place): boolean {
  const below = mappings[at - 1]!;
  const size = mapping.end - mapping.start;
  return (
    below.end === mapping.start &&
    !isReserved(mapping) &&
    !isExecutable(mapping) &&
    !isOfV8(mapping, engine) &&
    below.permissions.startsWith('rw') &&
    size <= largestZeroedData
  );
}

function anonymousPart(place: Place): ResidentPart {
  const { mapping, engine } = place;
  if (mapping.permissions.endsWith('s')) return 'shared';
  if (isReserved(mapping)) return 'other';
  if (isCode(place)) return 'code';
  if (engine === 'v8' && isOfV8(mapping, engine)) return partOfV8(place);
  if (engine === 'jsc' && isOfJsc(place)) return partOfJsc(place);
  if (isStack(place)) return 'stacks';
  if (isArena(place)) return 'mallocArenas';
  return mapping.permissions.startsWith('rw') ? 'mallocBlocks' : 'other';
}

/** Within V8's code range there are also writable heads of pages, each near what can be run. */
function isCode({ mapping, at, mappings }: Place): boolean {
  if (isExecutable(mapping)) return true;
  if (mapping.end - mapping.start > codePage) return false;
  return nearbyCode(mappings, at, 1) || nearbyCode(mappings, at, -1);
}

/** Whether code follows in one direction without a gap, within a page of V8's. */
function nearbyCode(mappings: readonly Mapping[], from: number, step: 1 | -1): boolean {
  let walked = 0;
  for (let at = from; walked <= codePage; at += step) {
    const next = mappings[at + step];
    const touches =
      step === 1
        ? next?.start === mappings[at]!.end
        : next?.end === mappings[at]!.start && next !== undefined;
    if (next === undefined || !touches || !isAnonymous(next)) return false;
    if (isExecutable(next)) return true;
    if (!isReserved(next)) return false;
    walked += next.end - next.start;
  }
  return false;
}

/** By its mark or, if the kernel does not tell marks, by its address. */
function isOfV8(mapping: Mapping, engine: EngineOfProcess): boolean {
  if (engine !== 'v8') return false;
  return mapping.flags === ''
    ? hasChosenAddress(mapping)
    : staysOutOfChildren(mapping) || isPoolOfV8(mapping);
}

function hasChosenAddress({ start }: Mapping): boolean {
  return start >= startOfChosenAddresses && start < endOfChosenAddresses;
}

/** Read-only pieces of 64 KiB at random addresses, in Node 26: they are left to children. */
function isPoolOfV8(mapping: Mapping): boolean {
  return hasChosenAddress(mapping) && !mapping.permissions.startsWith('rw');
}

/**
 * V8 maps its heap at random addresses. Beside it, where the kernel puts them, are reservations: memories of WebAssembly, with
 * room for all that a 32-bit address may reach; ArrayBuffers that can grow, with room for their largest size; and
 * V8's own tables, which begin with a page that cannot be written.
 */
function partOfV8({ mapping, at, mappings }: Place): ResidentPart {
  if (hasChosenAddress(mapping)) return 'heap';
  const below = mappings[at - 1];
  const isTable = below?.end === mapping.start && below.permissions === 'r--p' && isAnonymous(below);
  const room = roomAbove(mappings, at);
  if (room >= leastWasmGuard) return 'wasm';
  return isTable || room <= 2 * codePage ? 'heap' : 'arrayBuffers';
}

/** How much is reserved right above a mapping. */
function roomAbove(mappings: readonly Mapping[], at: number): number {
  const above = mappings[at + 1];
  const isRoom = above !== undefined && above.start === mappings[at]!.end && isReserved(above);
  return isRoom && isAnonymous(above) ? above.end - above.start : 0;
}

function isOfJsc(place: Place): boolean {
  const { mapping } = place;
  return (
    hasChosenAddress(mapping) ||
    isStructureHeap(mapping) ||
    isInCage(place) ||
    roomAbove(place.mappings, place.at) >= leastWasmGuard
  );
}

/** Bun's allocator asks for its own addresses; since Bun 1.4 JavaScriptCore's heap is in it as well. */
function partOfJsc(place: Place): ResidentPart {
  const { mapping, mappings, at } = place;
  if (roomAbove(mappings, at) >= leastWasmGuard) return 'wasm';
  if (isStructureHeap(mapping)) return 'heap';
  return isInCage(place) ? 'arrayBuffers' : 'mallocArenas';
}

function isStructureHeap({ start, end }: Mapping): boolean {
  return start % structureHeapSize === 0 && end - start === structureHeapSize;
}

function isInCage({ mapping, cages }: Place): boolean {
  return cages.some((start) => mapping.start >= start && mapping.start < start + gigacageSize);
}

/** Cages are all of one size, at a multiple of it, and mapped without a gap. */
function gigacagesIn(mappings: readonly Mapping[]): readonly number[] {
  return mappings
    .filter((mapping, at) => {
      if (mapping.start % gigacageSize !== 0 || !isAnonymous(mapping)) return false;
      let next = at;
      while (mappings[next + 1]?.start === mappings[next]!.end && isAnonymous(mappings[next + 1]!)) next++;
      return mappings[next]!.end >= mapping.start + gigacageSize;
    })
    .map(({ start }) => start);
}

/** A thread's stack is what is above a guard. */
function isStack({ mapping, at, mappings, stacksAreMarked }: Place): boolean {
  const guard = mappings[at - 1];
  if (guard?.end !== mapping.start || !isReserved(guard) || guard.end - guard.start > largestGuard)
    return false;
  return stacksAreMarked ? isMarkedAsStack(mapping) : mapping.end - mapping.start <= largestStack;
}

/** The last heap of an arena has room up to the next multiple of its size; earlier ones are full. */
function isArena({ mapping, at, mappings }: Place): boolean {
  const end = mapping.end + roomAbove(mappings, at);
  const isWhole = end % arenaSize === 0 && mapping.end > end - arenaSize;
  const startsOne = mapping.start % arenaSize === 0;
  return isWhole && (startsOne || roomAbove(mappings, at) > 0);
}
