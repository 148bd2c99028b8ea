import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { takeRealSnapshot } from '../../testing/real-snapshot.ts';
import { ScratchFolder } from '../../testing/scratch-folder.ts';
import type { EdgeColumns } from './edge-section.ts';
import { startEdgeThread } from './edge-thread.ts';
import { FileWindow } from './file-window.ts';
import { readSnapshot } from './read-snapshot.ts';
import { SnapshotError } from './snapshot-error.ts';
import { readSections } from './top-level.ts';

const scratch = new ScratchFolder();
afterAll(() => scratch.remove());

const real = takeRealSnapshot(scratch.path);
const text = readFileSync(real, 'latin1');

/** What the second thread alone makes of a file: undefined if it was not started or gave up. */
function readAside(
  file: string,
): { readonly largestName: number | undefined; readonly edges: EdgeColumns } | undefined {
  let read: ReturnType<typeof readAside>;
  const window = new FileWindow(file);
  const startAtNodes = (at: FileWindow, header: Parameters<typeof startEdgeThread>[1]) => {
    const shared = (bytes: number) => new SharedArrayBuffer(bytes * header.edgeCount);
    const edges = {
      edgeType: new Uint8Array(shared(1)),
      edgeName: new Uint32Array(shared(4)),
      edgeTo: new Uint32Array(shared(4)),
    };
    const thread = startEdgeThread(at, header, edges);
    read = thread && { largestName: thread.finish(), edges };
  };
  try {
    readSections(window, new Map([['nodes', startAtNodes]]), ['snapshot', 'nodes']);
  } catch (error) {
    // The section was looked at and not read, which the walk over the top level takes for damage.
    if (!(error instanceof SnapshotError)) throw error;
  } finally {
    window.close();
  }
  return read;
}

/** Damages the first match behind the start of the edges. */
function damaged(pattern: RegExp, replacement: string): string {
  const at = text.indexOf('"edges"') + 200_000;
  return scratch.write(
    Buffer.from(text.slice(0, at) + text.slice(at).replace(pattern, replacement), 'latin1'),
  );
}

describe('edges read by a second thread', () => {
  it('are the same as those read by one', () => {
    const alone = readSnapshot(real, { threads: 1 });
    const { largestName, edges } = readAside(real)!;
    expect(alone.edgeCount).toBeGreaterThan(100_000);
    for (const column of ['edgeType', 'edgeName', 'edgeTo'] as const)
      expect(Buffer.compare(new Uint8Array(edges[column]), new Uint8Array(alone[column]))).toBe(0);
    expect(largestName).toBeLessThan(alone.strings.count);

    const both = readSnapshot(real, { threads: 2 });
    for (const column of ['nodeType', 'nodeName', 'nodeId', 'selfSize', 'firstEdge', 'edgeTo'] as const)
      expect(Buffer.compare(new Uint8Array(both[column]), new Uint8Array(alone[column]))).toBe(0);
    expect(both.strings.count).toBe(alone.strings.count);
    expect(both.locations.count).toBe(alone.locations.count);
  });

  it('are left to one thread where V8 did not write them', () => {
    const spaced = damaged(/\n,/, '\n , ');
    expect(readAside(spaced)!.largestName).toBeUndefined();
    const alone = readSnapshot(real, { threads: 1 });
    expect([...readSnapshot(spaced, { threads: 2 }).edgeTo]).toEqual([...alone.edgeTo]);
  });

  it('may have indexes with a sign', () => {
    const signed = damaged(/\n,1,\d+,/, '\n,1,-2147483648,');
    const { largestName, edges } = readAside(signed)!;
    expect(largestName).toBeDefined();
    expect(edges.edgeName.includes(2 ** 31)).toBe(true);
  });

  it.each([
    ['a number missing', /\n,\d+,/, '\n,'],
    ['a number too many', /\n,\d+,/, '\n,1,1,'],
    ['a target between nodes', /(\d+),(\d+)\n/, '$1,1\n'],
    ['a type that is none', /\n,\d,/, '\n,9,'],
    ['a line missing', /\n,\d+,\d+,\d+\n/, '\n'],
    ['a name that is none', /\n,2,\d+/, '\n,2,99999999'],
  ])('give the same error as those read by one: %s', (_, pattern, replacement) => {
    const file = damaged(pattern, replacement);
    const errors = ([1, 2] as const).map((threads) => {
      try {
        readSnapshot(file, { threads });
      } catch (error) {
        return (error as SnapshotError).reason;
      }
      return 'no error';
    });
    expect(errors[0]).not.toBe('no error');
    expect(errors[1]).toBe(errors[0]);
  });

  it('are torn where the file ends in them', () => {
    const cut = scratch.write(Buffer.from(text.slice(0, text.indexOf('"edges"') + 1_500_000), 'latin1'));
    expect(() => readSnapshot(cut, { threads: 2 })).toThrow(/the file ends before a .* of edges/);
  });
});
