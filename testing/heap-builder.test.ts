import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { HeapGraph } from '../analyzer/graph/heap-graph.ts';
import { drawHeap } from './heap-builder.ts';

function namesOf(graph: HeapGraph): string[] {
  return Array.from({ length: graph.nodeCount }, (_, node) => `${graph.rawName(node)}@${graph.id(node)}`);
}

function edgesOf(graph: HeapGraph, node: number): string[] {
  const edges: string[] = [];
  for (let edge = graph.firstEdge(node); edge < graph.endEdge(node); edge++) {
    const target = graph.edgeTarget(edge);
    edges.push(`${graph.edgeTypeName(edge)} ${graph.edgeNameOrIndex(edge)} -> ${graph.rawName(target)}`);
  }
  return edges;
}

function find(graph: HeapGraph, name: string): number {
  return Array.from({ length: graph.nodeCount }, (_, node) => graph.rawName(node)).indexOf(name);
}

describe('a drawn heap', () => {
  it('reads back as it was drawn', () => {
    const graph = drawHeap((h) => {
      const list = h.object('List', { size: 40 }).push(h.string('one')).push(h.string('two'));
      h.root.property('list', list.property('self', list));
      list.edge('hidden', 7, h.native('system / Buffer', { size: 5_000_000_000 }));
    }).graph();

    expect(namesOf(graph)).toEqual(['@1', 'List@3', 'one@5', 'two@7', 'system / Buffer@2']);
    expect(edgesOf(graph, 1)).toEqual([
      'element 0 -> one',
      'element 1 -> two',
      'property self -> List',
      'hidden 7 -> system / Buffer',
    ]);
    expect(graph.selfSize(1)).toBe(40);
    expect(graph.selfSize(4)).toBe(5_000_000_000);
  });

  it('keeps ids over captures, and gives what is born later larger ones', () => {
    const heap = drawHeap((h) => {
      const list = h.object('List');
      h.root.property('list', list);
      for (const round of ['first', 'second', 'third']) {
        list.push(h.string(round));
        h.capture();
      }
    });

    expect(heap.graphs().map(namesOf)).toEqual([
      ['@1', 'List@3', 'first@5'],
      ['@1', 'List@3', 'first@5', 'second@7'],
      ['@1', 'List@3', 'first@5', 'second@7', 'third@9'],
    ]);
  });

  it('collects what nothing holds, unless asked to keep it', () => {
    const draw = (keepGarbage: boolean) =>
      drawHeap(
        (h) => {
          const first = h.object('First').weak('watched', h.object('Watched'));
          h.root.property('slot', first);
          h.capture();
          h.root.property('slot', h.object('Second'));
        },
        { keepGarbage },
      )
        .graphs()
        .map(namesOf);

    expect(draw(false)).toEqual([
      ['@1', 'First@3'],
      ['@1', 'Second@7'],
    ]);
    expect(draw(true)[1]).toEqual(['@1', 'First@3', 'Watched@5', 'Second@7']);
  });

  it('lets a value in a WeakMap live as long as its key', () => {
    const heap = drawHeap((h) => {
      const key = h.object('Key');
      h.root.property('key', key).property('weak', h.weakMap().set(key, h.object('Value')));
      h.capture();
      h.root.remove('key');
    });

    expect(heap.graphs().map((graph) => namesOf(graph).filter((name) => /Key|Value/.test(name)))).toEqual([
      ['Key@3', 'Value@9'],
      [],
    ]);
  });

  it('draws the table of a Map anew when it has grown full', () => {
    const heap = drawHeap((h) => {
      const map = h.map();
      h.root.property('map', map);
      const keys = Array.from({ length: 5 }, (_, i) => h.string(`key${i}`));
      for (const key of keys.slice(0, 4)) map.set(key, h.object('Value'));
      map.delete(keys[1]!).set(keys[2]!, h.object('Replaced'));
      h.capture();
      map.set(keys[4]!, h.object('Value'));
    });

    const tables = heap.graphs().map((graph) => graph.edgeTarget(graph.firstEdge(find(graph, 'Map'))));
    expect(heap.graphs().map((graph, i) => edgesOf(graph, tables[i]!))).toEqual([
      [
        'internal 5 -> key0',
        'internal 6 -> Value',
        'internal 11 -> key2',
        'internal 12 -> Replaced',
        'internal 14 -> key3',
        'internal 15 -> Value',
      ],
      [
        'internal 7 -> key0',
        'internal 8 -> Value',
        'internal 10 -> key2',
        'internal 11 -> Replaced',
        'internal 13 -> key3',
        'internal 14 -> Value',
        'internal 16 -> key4',
        'internal 17 -> Value',
      ],
    ]);
    expect(heap.graphs().map((graph, i) => graph.selfSize(tables[i]!))).toEqual([16 + 8 * 17, 16 + 8 * 31]);
  });

  it('writes one JSON file for each capture', () => {
    const heap = drawHeap((h) => {
      h.capture();
      h.root.property(
        'quote "\n\u{1f600}',
        h.closure('run', h.context(), { location: { url: 'app.js', line: 3 } }),
      );
    });
    const folder = mkdtempSync(join(tmpdir(), 'heap-builder-test-'));
    try {
      const files = heap.writeTo(folder);
      expect(readdirSync(folder)).toEqual(['1.heapsnapshot', '2.heapsnapshot']);
      expect(files.map((file) => JSON.parse(readFileSync(file, 'utf8')))).toEqual(heap.captures());
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
