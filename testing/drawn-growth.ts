import { deepStrictEqual } from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Witness } from '../analyzer/explain/witness.ts';
import { type FoundSuspects, findSuspects } from '../analyzer/search/find-suspects.ts';
import type { Suspect } from '../format/suspect.ts';
import type { DrawnNode } from './drawn-node.ts';
import { drawHeap, type HeapDrawing } from './heap-builder.ts';
import type { ScratchFolder } from './scratch-folder.ts';

let drawings = 0;

/** The captures of a drawing, as files in a folder of their own. */
export function filesOf(scratch: ScratchFolder, draw: (h: HeapDrawing) => void): string[] {
  const folder = join(scratch.path, `drawing-${++drawings}`);
  mkdirSync(folder);
  return drawHeap(draw).writeTo(folder);
}

/** What is found with little of the earlier captures read; all of them read must not say anything else. */
export async function find(files: readonly string[], operations?: readonly number[]): Promise<FoundSuspects> {
  const captures = files.map((file, k) => ({
    file,
    label: `capture ${k + 1}`,
    at: k * 60_000,
    ...(operations === undefined ? {} : { operations: operations[k] }),
  }));
  const found = await findSuspects(captures);
  deepStrictEqual(
    found.limits.filter((limit) => limit.includes('a fault in heaptrail')),
    [],
  );
  const seen: string[] = [];
  const witness: Witness = {
    needs: 'every heap',
    heap: (_, { label }) => void seen.push(label),
    suspects() {},
  };
  deepStrictEqual(found, await findSuspects(captures, { witness }));
  deepStrictEqual(
    seen.toSorted(),
    captures.map(({ label }) => label),
  );
  return found;
}

export async function suspectsIn(
  scratch: ScratchFolder,
  draw: (h: HeapDrawing) => void,
): Promise<readonly Suspect[]> {
  return (await find(filesOf(scratch, draw))).suspects;
}

/** A module with one function that closes over its variables. */
export function moduleScope(h: HeapDrawing, file = 'file:///app/src/agent.mjs'): DrawnNode {
  const scope = h.context({ size: 64 });
  const main = h.closure('main', scope, { location: { url: file, line: 1 } });
  h.root.element(1, h.node('synthetic', '(GC roots)', { size: 0 }).element(0, main));
  return scope;
}

/** Draws the same step before each of four captures. */
export function everyInterval(h: HeapDrawing, step: (interval: number) => void): void {
  for (let interval = 0; interval < 4; interval++) {
    step(interval);
    h.capture();
  }
}
