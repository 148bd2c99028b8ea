import type { MemorySample } from '../../format/memory-sample.ts';
import type { PeakPart, PeakPartName } from '../../format/peak.ts';
import type { Bytes } from '../../format/units.ts';

/**
 * Where the memory of a process was right before a capture, which collected its garbage.
 * @param alive of its heap, after that collection
 * @param residue what captures before it left behind outside the heap
 */
export function partsOf(before: MemorySample, alive: Bytes | undefined, residue: Bytes): readonly PeakPart[] {
  const { heapUsed, heapTotal, spaces = {}, arrayBuffers = 0, rss, parts } = before;
  const sizes = parts?.sizes ?? {};
  const found = new Map<PeakPartName, Bytes>();
  if (heapUsed !== undefined) {
    const lives = Math.min(alive ?? heapUsed, heapUsed);
    const dead = heapUsed - lives;
    const young = Math.min(dead, youngIn(spaces));
    const resident = sizes.heap ?? heapTotal ?? heapUsed;
    found.set('alive', lives);
    found.set('young-garbage', young);
    found.set('garbage', dead - young);
    found.set('free', Math.max(0, resident - heapUsed));
  }
  found.set('buffers', sizes.arrayBuffers ?? arrayBuffers);
  found.set('code', sizes.code ?? 0);
  found.set('wasm', sizes.wasm ?? 0);
  const native = (sizes.mallocHeap ?? 0) + (sizes.mallocArenas ?? 0) + (sizes.mallocBlocks ?? 0);
  found.set('native', Math.max(0, native - residue));
  found.set('files', (sizes.files ?? 0) + (sizes.shared ?? 0));
  const told = [...found.values()].reduce((sum, size) => sum + size, 0);
  if (rss !== undefined) found.set('other', Math.max(0, rss - residue - told));
  return [...found]
    .map(([name, bytes]) => ({ name, bytes }))
    .filter(({ bytes }) => bytes > 0)
    .sort((a, b) => b.bytes - a.bytes);
}

function youngIn(spaces: NonNullable<MemorySample['spaces']>): Bytes {
  return Object.entries(spaces)
    .filter(([name]) => name.startsWith('new_'))
    .reduce((sum, [, size]) => sum + size, 0);
}
