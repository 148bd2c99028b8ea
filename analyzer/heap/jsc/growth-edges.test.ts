import { afterAll, describe, expect, it } from 'vitest';
import { type DrawnCell, drawJscHeap, type JscDrawing } from '../../../testing/jsc-heap-builder.ts';
import { ScratchFolder } from '../../../testing/scratch-folder.ts';
import { HeapGraph } from '../../graph/heap-graph.ts';
import { readSnapshot } from '../../parse/read-snapshot.ts';
import { growthEdges } from './growth-edges.ts';

const scratch = new ScratchFolder();
afterAll(() => scratch.remove());

/** Of the edges to the one `Target` those that count, by the class that they come from. */
function holders(draw: (h: JscDrawing) => void): string[] {
  const file = scratch.write(drawJscHeap(draw).text());
  const graph = new HeapGraph(readSnapshot(file));
  const edges = growthEdges(graph);
  const found: string[] = [];
  for (let v = 0; v < graph.nodeCount; v++) {
    for (let e = graph.firstEdge(v); e < graph.endEdge(v); e++) {
      if (graph.rawName(graph.edgeTarget(e)) === 'Target' && edges[e] === 1)
        found.push(v === 0 ? 'root' : graph.rawName(v));
    }
  }
  return [...new Set(found)].toSorted();
}

/** Something that hangs on the global object. */
function held(h: JscDrawing, className: string): DrawnCell {
  const cell = h.cell(className);
  h.global.property(className.toLowerCase(), cell);
  return cell;
}

describe('an edge counts for growth in a heap of Bun', () => {
  it('from whatever the program holds', () => {
    const found = holders((h) => {
      const target = h.cell('Target');
      held(h, 'Store').property('target', target);
      held(h, 'Index').property('target', target);
    });
    expect(found).toEqual(['Index', 'Store']);
  });

  it('from a root only if nothing else leads there', () => {
    const beside = (isHeld: boolean) =>
      holders((h) => {
        const target = h.cell('Target');
        h.root.internal(target);
        if (isHeld) held(h, 'Store').property('target', target);
      });
    expect(beside(true)).toEqual(['Store']);
    expect(beside(false)).toEqual(['root']);
  });

  it('from handles of native code, which hold for good', () => {
    const found = holders((h) => {
      const target = h.cell('Target');
      h.handles.internal(target);
      held(h, 'Store').property('target', target);
    });
    expect(found).toEqual(['Store', 'StrongRootBlock']);
  });

  it('from an older object that only a root holds, rather than from the root itself', () => {
    const found = holders((h) => {
      const older = h.cell('Older');
      const target = h.cell('Target');
      h.root.internal(target).internal(older.property('target', target));
    });
    expect(found).toEqual(['Older']);
  });

  it('from a root and from a younger object that only it holds', () => {
    const found = holders((h) => {
      const target = h.cell('Target');
      h.root.internal(h.cell('Younger').property('target', target)).internal(target);
    });
    expect(found).toEqual(['Younger', 'root']);
  });

  it('from code only if nothing else leads there', () => {
    const beside = (isHeld: boolean) =>
      holders((h) => {
        const target = h.cell('Target');
        held(h, 'Store').property('code', h.cell('FunctionExecutable').internal(target));
        if (isHeld) held(h, 'Index').property('target', target);
      });
    expect(beside(true)).toEqual(['Index']);
    expect(beside(false)).toEqual(['FunctionExecutable']);
  });

  it('never from what the inspector remembers', () => {
    const found = holders((h) => {
      const target = h.cell('Target');
      h.global.internal(h.cell('InjectedScriptHost').internal(target));
      held(h, 'Store').property('target', target);
    });
    expect(found).toEqual(['Store']);
  });
});
