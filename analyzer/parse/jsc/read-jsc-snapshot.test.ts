import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { bunBinary } from '../../../scripts/fetch-bun.mjs';
import { drawJscHeap, type JscDrawing } from '../../../testing/jsc-heap-builder.ts';
import { ScratchFolder } from '../../../testing/scratch-folder.ts';
import { HeapGraph } from '../../graph/heap-graph.ts';
import { readSnapshot } from '../read-snapshot.ts';
import { scanNodeIds } from '../scan-snapshot.ts';
import { EdgeType, NodeType, type SnapshotColumns } from '../snapshot-columns.ts';
import { SnapshotError } from '../snapshot-error.ts';

const scratch = new ScratchFolder();
afterAll(() => scratch.remove());

function read(content: string | Uint8Array, extension?: string): SnapshotColumns {
  return readSnapshot(scratch.write(content, extension));
}

function draw(drawing: (h: JscDrawing) => void): HeapGraph {
  return new HeapGraph(read(drawJscHeap(drawing).text()));
}

function nodeNamed(graph: HeapGraph, name: string): number {
  return graph.columns.nodeName.indexOf(graph.strings.find(name));
}

function functionsOf(graph: HeapGraph): string[] {
  const closures = [...graph.columns.nodeType.keys()].filter((v) => graph.type(v) === NodeType.closure);
  return closures.map((v) => graph.rawName(v)).sort();
}

/** The edges of a node as text: `property buf -> Session`. */
function edgesOf(graph: HeapGraph, node: number): string[] {
  const edges: string[] = [];
  for (let e = graph.firstEdge(node); e < graph.endEdge(node); e++) {
    const to = graph.edgeTarget(e);
    edges.push(`${graph.edgeTypeName(e)} ${graph.edgeNameOrIndex(e)} -> ${graph.rawName(to)}`);
  }
  return edges.sort();
}

describe('a snapshot of JavaScriptCore', () => {
  it('is read in the order of ids, which become odd', () => {
    const graph = draw((h) =>
      h.global.property('a', h.cell('A', 40)).property('b', h.cell('B', 5_000_000_000)),
    );
    const { nodeId, nodeCount, engine } = graph.columns;
    expect(engine).toBe('jsc');
    expect([...nodeId]).toEqual(Array.from({ length: nodeCount }, (_, id) => 2 * id + 1));
    expect(graph.typeName(0)).toBe('synthetic');
    expect(graph.selfSize(nodeNamed(graph, 'A'))).toBe(40);
    expect(graph.selfSize(nodeNamed(graph, 'B'))).toBe(5_000_000_000);
  });

  it('has every edge, sorted by where it comes from or not', () => {
    const json = drawJscHeap((h) => {
      const list = h.cell('Array').index(0, h.cell('Session')).index(7, h.cell('Session'));
      h.module().variable('list', list);
    }).captures[0]!;
    const records = Array.from({ length: json.edges.length / 4 }, (_, at) =>
      json.edges.slice(4 * at, 4 * at + 4),
    );
    const shuffled = JSON.stringify({ ...json, edges: [...records.slice(5), ...records.slice(0, 5)].flat() });
    const [sorted, other] = [JSON.stringify(json), shuffled].map((text) => new HeapGraph(read(text)));
    for (let v = 0; v < sorted!.nodeCount; v++) expect(edgesOf(other!, v)).toEqual(edgesOf(sorted!, v));
    const list = nodeNamed(sorted!, 'Array');
    expect(edgesOf(sorted!, list)).toEqual([
      'element 0 -> Session',
      'element 7 -> Session',
      'internal map -> Structure',
    ]);
  });

  it('is put into the words of the house', () => {
    const graph = draw((h) => {
      const scope = h.module();
      const inner = h.cell('JSLexicalEnvironment').internal(scope);
      h.global.property('run', h.closure(inner));
      scope.variable('signal', h.cell('AbortSignal').internal(h.closure(inner)));
      scope.variable('map', h.cell('Map').internal(h.cell('Cell Butterfly')));
    });
    const ofType = (type: number) => graph.columns.nodeType.indexOf(type);
    expect(edgesOf(graph, ofType(NodeType.closure))).toEqual([
      'internal context -> system / Context',
      'internal map -> Structure',
      'internal shared -> FunctionExecutable',
    ]);
    expect(edgesOf(graph, nodeNamed(graph, 'Map'))).toContain('internal table -> Cell Butterfly');
    expect(edgesOf(graph, nodeNamed(graph, 'AbortSignal'))).toContain('internal listener -> ');
    expect(graph.typeName(nodeNamed(graph, 'SymbolTable'))).toBe('code');
    expect(graph.typeName(nodeNamed(graph, 'Structure'))).toBe('object shape');
    expect(graph.typeName(nodeNamed(graph, 'ModuleRecord'))).toBe('hidden');
  });

  it('tells ropes and substrings from plain strings by their parts', () => {
    const graph = draw((h) => {
      const plain = h.cell('string', 20);
      const rope = h.cell('string').internal(plain).internal(h.cell('string', 25));
      h.global.property('rope', rope).property('slice', h.cell('string').internal(plain));
    });
    const byType = (type: number) => graph.columns.nodeType.indexOf(type);
    expect(edgesOf(graph, byType(NodeType.consString))).toEqual([
      'internal first -> ',
      'internal map -> Structure',
      'internal second -> ',
    ]);
    expect(edgesOf(graph, byType(NodeType.slicedString))).toContain('internal parent -> ');
    expect(graph.columns.gaps?.stringContents).toBe(false);
  });

  it('names functions as their module declares them, and all that share their code', () => {
    const graph = draw((h) => {
      const scope = h.module();
      const executable = h.cell('FunctionExecutable');
      const [first, second] = [h.closure(scope, executable), h.closure(scope, executable)];
      scope.variable('onMessage', first).variable('declared', h.closure(scope));
      h.global.property('callbacks', h.cell('Array').index(0, first).index(1, second));
    });
    expect(functionsOf(graph)).toEqual(['declared', 'onMessage', 'onMessage']);
  });

  it('does not call all bound functions by the name of one: they share their native code', () => {
    const graph = draw((h) => {
      const native = h.cell('NativeExecutable');
      const [first, second] = [h.closure(h.cell('Session'), native), h.closure(h.cell('Session'), native)];
      h.module().variable('getBuffer', first);
      h.global.property('callbacks', h.cell('Array').index(0, first).index(1, second));
    });
    expect(functionsOf(graph)).toEqual(['', 'getBuffer']);
  });

  it('tells of how many Maps and Sets the probe restored the contents', () => {
    const graph = draw((h) => {
      h.notes = { repaired: { maps: 3, sets: 1, left: 2 } };
    });
    expect(graph.columns.gaps?.collections).toEqual({ restored: 4, missing: 2 });
  });

  it('is known by its content, packed or not, whatever its name', () => {
    const text = drawJscHeap((h) => h.global.property('a', h.cell('A'))).text();
    for (const extension of ['heapsnapshot', 'json', 'heapprofile']) {
      expect(read(text, extension).engine).toBe('jsc');
      expect(read(gzipSync(text), extension).engine).toBe('jsc');
    }
  });

  it('keeps every node and edge of any graph', () => {
    const arrows = fc.array(fc.tuple(fc.nat(20), fc.nat(20), fc.nat(3), fc.nat(9)), { maxLength: 60 });
    fc.assert(
      fc.property(
        arrows,
        fc.uniqueArray(fc.integer({ min: 1, max: 2 ** 31 - 2 }), { minLength: 20, maxLength: 20 }),
        (list, ids) => {
          const id = (place: number) => (place === 0 ? 0 : ids[place - 1]!);
          const columns = read(
            JSON.stringify({
              version: 3,
              type: 'Inspector',
              nodes: Array.from({ length: 21 }, (_, place) => [id(place), 16, 0, 0]).flat(),
              nodeClassNames: ['Thing'],
              edges: list.flatMap(([from, to, type, data]) => [id(from), id(to), type, data]),
              edgeTypes: ['Internal', 'Property', 'Index', 'Variable'],
              edgeNames: [...'abcdefghij'],
            }),
          );
          const expected = list.map(([from, to, type, data]) =>
            [
              2 * id(from) + 1,
              2 * id(to) + 1,
              [EdgeType.internal, EdgeType.property, EdgeType.element, EdgeType.context][type],
              type === 0 ? 'internal' : type === 2 ? data : 'abcdefghij'[data],
            ].join(' '),
          );
          expect(arrowsOf(columns)).toEqual(expected.sort());
        },
      ),
      { numRuns: 40 },
    );
  });
});

describe('what a kernel reads', () => {
  const snapshot = (nodes: number[], edges: number[]) => ({
    version: 3,
    type: 'Inspector',
    nodes,
    nodeClassNames: ['Thing'],
    edges,
    edgeTypes: ['Internal', 'Property', 'Index', 'Variable'],
    edgeNames: ['a', 'b'],
  });
  const things = (ids: readonly number[]) => ids.flatMap((id) => [id, 16, 0, 0]);

  it('is what is read one by one, with white space between', () => {
    // Sources of one digit to ten, and the first ones of a kind that is longer than what a kernel compares at once.
    const ids = [0, 7, 70, 9_999_999, 10_000_000, 99_999_999, 2 ** 31 - 2];
    const edges = ids.flatMap((from) => ids.flatMap((to, at) => [from, to, at % 4, at % 2]));
    const json = snapshot(things(ids), edges);
    const arrows = arrowsOf(read(JSON.stringify(json)));
    expect(arrows.length).toBe(edges.length / 4);
    expect(arrowsOf(read(JSON.stringify(json, undefined, 1)))).toEqual(arrows);
  });

  it('may be more edges than room was made for, in any order', () => {
    const ids = Array.from({ length: 100 }, (_, id) => id);
    const edges = Array.from({ length: 40_000 }, (_, at) => [99 - (at % 100), at % 7, 2, at]);
    const columns = read(JSON.stringify(snapshot(things(ids), edges.flat())));
    const { firstEdge, edgeTo, edgeName, memory } = columns;
    expect(columns.edgeCount).toBe(40_000);
    for (let v = 0; v < 100; v++) {
      const own = edges.filter(([from]) => from === v);
      const range = [firstEdge[v], firstEdge[v + 1]];
      expect([...edgeTo.subarray(...range)]).toEqual(own.map(([, to]) => to));
      expect([...edgeName.subarray(...range)]).toEqual(own.map(([, , , index]) => index));
    }
    expect(memory!.holds(edgeTo)).toBe(true);
  });
});

function arrowsOf(columns: SnapshotColumns): string[] {
  const graph = new HeapGraph(columns);
  return Array.from({ length: graph.edgeCount }, (_, e) =>
    [
      graph.id(graph.edgeSource(e)),
      graph.id(graph.edgeTarget(e)),
      graph.edgeType(e),
      graph.edgeNameOrIndex(e),
    ].join(' '),
  ).sort();
}

describe('the nodes alone', () => {
  const heap = drawJscHeap((h) => {
    h.global.property('a', h.cell('A', 40));
    h.capture();
    h.global.property('b', h.cell('B', 48));
  });

  it('give the watermark and what objects look like', () => {
    const [before, after] = heap.captures.map((json) => scanNodeIds(scratch.write(JSON.stringify(json))));
    expect(after!.watermark).toBeGreaterThan(before!.watermark);
    const looks = ({ nodeId, look }: typeof before & object) =>
      new Map(Array.from(nodeId, (id, node) => [id, look(node)]));
    for (const [id, look] of looks(before!)) expect(looks(after!).get(id)).toBe(look);
  });

  it('serve where the file was torn behind them', () => {
    const text = heap.text();
    const torn = scratch.write(text.slice(0, text.indexOf('"edges"') + 20));
    expect(scanNodeIds(torn).nodeCount).toBe(heap.captures[1]!.nodes.length / 4);
    expect(() => readSnapshot(torn)).toThrow(SnapshotError);
  });
});

describe('what is not a whole snapshot of JavaScriptCore', () => {
  const json = drawJscHeap((h) => h.global.property('a', h.cell('A'))).captures[0]!;
  const reasonOf = (changed: object): string => {
    try {
      read(JSON.stringify({ ...json, ...changed }));
    } catch (error) {
      expect(error).toBeInstanceOf(SnapshotError);
      return (error as SnapshotError).reason;
    }
    throw new Error('was read');
  };

  it.each([
    ['another type', { type: 'Timeline' }, /is of type "Timeline": not a heap snapshot/],
    ['half a record', { nodes: [...json.nodes, 99] }, /nodes end in the middle of a record/],
    ['an id twice', { nodes: [...json.nodes, 0, 0, 0, 0] }, /two nodes have the same id/],
    ['no root', { nodes: [5, 16, 0, 0], edges: [] }, /has no root/],
    ['an edge to nowhere', { edges: [0, 999, 0, 0] }, /edge 0 leads to 999, which is not a node/],
    ['an unknown class', { nodeClassNames: [] }, /node 0 has class 0 of 0/],
    ['an unknown type of edge', { edgeTypes: [] }, /edge 0 has type 0 of 0/],
    ['no names', { edgeNames: undefined }, /has no "edgeNames"/],
    ['names that are none', { edgeNames: [1] }, /"edgeNames" is not a list of strings/],
    ['nodes that are none', { nodes: [0, 'x'] }, /instead of a number of nodes/],
  ])('is refused with one reason: %s', (_, changed, reason) => {
    expect(reasonOf(changed)).toMatch(reason);
  });

  it('is refused wherever it was cut', () => {
    const text = JSON.stringify(json);
    for (let length = 1; length < text.length; length += 7) {
      expect(() => read(text.slice(0, length)), `cut at ${length}`).toThrow(SnapshotError);
    }
  });
});

describe('what Bun itself writes', () => {
  const program = `
    import { generateHeapSnapshotForDebugging } from 'bun:jsc';
    import { writeFileSync } from 'node:fs';
    class Session { buffer = new Uint8Array(9000) }
    const sessions = Array.from({ length: 50 }, () => new Session());
    sessions.listeners = sessions.map((session) => function onMessage() { return session });
    globalThis.keep = sessions;
    writeFileSync('debugging', JSON.stringify(generateHeapSnapshotForDebugging()));
    writeFileSync('inspector', JSON.stringify(Bun.generateHeapSnapshot('jsc')));
    writeFileSync('v8', Bun.generateHeapSnapshot('v8'));`;

  it('reads as the same heap in each of its formats', async () => {
    const file = scratch.write(program, 'mjs');
    execFileSync(await bunBinary(), [file], { cwd: scratch.path, stdio: 'pipe' });
    for (const format of ['debugging', 'inspector', 'v8']) {
      const columns = read(readFileSync(join(scratch.path, format)));
      const graph = new HeapGraph(columns);
      expect(columns.engine, format).toBe('jsc');
      const named = (type: number, name: string) =>
        [...columns.nodeType.keys()].filter((v) => graph.type(v) === type && graph.rawName(v) === name);
      const sessions = named(NodeType.object, 'Session');
      expect(sessions.length, format).toBe(50);
      expect(named(NodeType.closure, 'onMessage').length, format).toBe(format === 'inspector' ? 0 : 50);
      expect(edgesOf(graph, sessions[0]!)).toEqual([
        'internal map -> Structure',
        'property buffer -> Uint8Array',
      ]);
      columns.strings.close();
    }
  });
});
