import type { MemorySample } from '../../format/memory-sample.ts';
import type { ResidentPart, ResidentParts, ResidentSizes } from '../../format/resident-parts.ts';
import type { Bytes } from '../../format/units.ts';
import { allocatorOf } from './allocator.ts';
import type { ClassifiedMapping, EngineOfProcess } from './classify-mappings.ts';

/** What the runtime says of its memory at the same moment. */
export type RuntimeFigures = Pick<MemorySample, 'heapUsed' | 'heapTotal' | 'external' | 'arrayBuffers'>;

type Sizes = { -readonly [Part in ResidentPart]?: Bytes };

/** Enough to see which files matter. */
const filesNamed = 8;

/** Adds the mappings up by part. What the runtime keeps within the allocator's memory is told by its own figures. */
export function residentPartsIn(
  mappings: readonly ClassifiedMapping[],
  engine: EngineOfProcess,
  figures: RuntimeFigures,
): Omit<ResidentParts, 'at' | 'took'> {
  const sizes: Sizes = {};
  for (const { part, resident } of mappings) add(sizes, part, resident);
  const allocator = allocatorOf(mappings, engine);
  splitAllocated(sizes, engine, figures);
  const arenas = mappings.filter(
    ({ part, permissions }) => part === 'mallocArenas' && permissions === 'rw-p',
  );
  const hugePages = sum(mappings, ({ hugePages }) => hugePages);
  const lazilyFreed = sum(mappings, ({ lazilyFreed }) => lazilyFreed);
  return {
    from: 'mappings',
    resident: sum(mappings, ({ resident }) => resident),
    sizes: withoutNothing(sizes),
    allocator,
    files: largestFiles(mappings),
    ...(allocator === 'glibc' ? { arenas: arenas.length } : {}),
    ...(hugePages > 0 ? { hugePages } : {}),
    ...(lazilyFreed > 0 ? { lazilyFreed } : {}),
    mappings: mappings.length,
  };
}

/** The parts that need nothing but what everybody may read of a process. */
export function residentPartsOfStatus(
  {
    rss,
    rssFile,
    rssShared,
  }: Pick<MemorySample, 'rss'> & { readonly rssFile?: Bytes; readonly rssShared?: Bytes },
  { heapUsed = 0, heapTotal = 0, arrayBuffers = 0 }: RuntimeFigures,
): Omit<ResidentParts, 'at' | 'took'> | undefined {
  if (rss === undefined) return undefined;
  const sizes: Sizes = { other: rss };
  const takeFromRest = (part: ResidentPart, wanted: Bytes) => move(sizes, ['other'], part, wanted);
  takeFromRest('files', rssFile ?? 0);
  takeFromRest('shared', rssShared ?? 0);
  takeFromRest('heap', Math.max(heapUsed, heapTotal));
  takeFromRest('arrayBuffers', arrayBuffers);
  return { from: 'status', resident: rss, sizes: withoutNothing(sizes) };
}

/** Large blocks first: an allocator maps what is large by itself. */
const allocated: readonly ResidentPart[] = ['mallocBlocks', 'mallocHeap', 'mallocArenas'];

/**
 * Contents of ArrayBuffers come from the allocator, and in Bun the heap does as well. Never more than the allocator has:
 * a runtime counts what it asked for, and pages that were never touched are not resident.
 */
function splitAllocated(sizes: Sizes, engine: EngineOfProcess, figures: RuntimeFigures): void {
  const { heapUsed = 0, heapTotal = 0, external = 0, arrayBuffers = 0 } = figures;
  if (engine === 'v8') {
    move(sizes, allocated, 'arrayBuffers', arrayBuffers);
    return;
  }
  move(sizes, allocated, 'heap', Math.max(heapUsed, heapTotal));
  // Code, and what has mappings of its own, counts as external there.
  const mapped = (sizes.code ?? 0) + (sizes.wasm ?? 0) + (sizes.arrayBuffers ?? 0);
  move(sizes, allocated, 'external', Math.max(0, external - mapped));
}

function move(sizes: Sizes, from: readonly ResidentPart[], to: ResidentPart, wanted: Bytes): void {
  let left = wanted;
  for (const part of from) {
    const moved = Math.min(left, sizes[part] ?? 0);
    add(sizes, part, -moved);
    add(sizes, to, moved);
    left -= moved;
  }
}

function add(sizes: Sizes, part: ResidentPart, size: Bytes): void {
  sizes[part] = (sizes[part] ?? 0) + size;
}

function withoutNothing(sizes: Sizes): ResidentSizes {
  return Object.fromEntries(Object.entries(sizes).filter(([, size]) => size > 0));
}

function largestFiles(mappings: readonly ClassifiedMapping[]): Readonly<Record<string, Bytes>> {
  const sizes = new Map<string, Bytes>();
  for (const { file, resident } of mappings)
    if (file !== undefined) sizes.set(file, (sizes.get(file) ?? 0) + resident);
  return Object.fromEntries([...sizes].toSorted(([, a], [, b]) => b - a).slice(0, filesNamed));
}

function sum(mappings: readonly ClassifiedMapping[], size: (mapping: ClassifiedMapping) => Bytes): Bytes {
  return mappings.reduce((total, mapping) => total + size(mapping), 0);
}
