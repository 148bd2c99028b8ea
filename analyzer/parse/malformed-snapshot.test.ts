import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { drawHeap } from '../../testing/heap-builder.ts';
import { ScratchFolder } from '../../testing/scratch-folder.ts';
import { type SnapshotJson, toSnapshotText } from '../../testing/snapshot-json.ts';
import { readSnapshot } from './read-snapshot.ts';
import type { SnapshotColumns } from './snapshot-columns.ts';
import { SnapshotError } from './snapshot-error.ts';

const scratch = new ScratchFolder();
afterAll(() => scratch.remove());

const heap = drawHeap((h) => {
  const list = h.object('List').push(h.string('a "quoted" \\ \u{1f600} text'));
  h.root.property(
    'list',
    list.property('run', h.closure('run', undefined, { location: { url: 'a.js', line: 1 } })),
  );
});
const json = heap.json();
const text = heap.text();

function errorOf(content: string | Uint8Array): SnapshotError {
  const file = scratch.write(content);
  try {
    readSnapshot(file);
  } catch (error) {
    expect(error).toBeInstanceOf(SnapshotError);
    const found = error as SnapshotError;
    expect(found.file).toBe(file);
    expect(found.message).toBe(`${file}: ${found.reason} (at byte ${found.offset})`);
    expect(found.code).toBe('not-a-snapshot');
    expect(found.next).not.toBe('');
    expect(found.offset).toBeGreaterThanOrEqual(0);
    expect(found.offset).toBeLessThanOrEqual(Buffer.from(content).length);
    return found;
  }
  throw new Error('no error');
}

function reasonOf(content: string | Uint8Array): string {
  return errorOf(content).reason;
}

/** The drawn snapshot's text with one number of a section replaced. */
function withNumber(section: 'nodes' | 'edges' | 'locations', at: number, value: number): string {
  return toSnapshotText({ ...json, [section]: json[section].map((old, i) => (i === at ? value : old)) });
}

function withHeader(change: Partial<Record<'node_count' | 'edge_count', unknown>>): string {
  return toSnapshotText({ ...json, snapshot: { ...json.snapshot, ...(change as object) } });
}

function withMeta(change: Partial<Record<keyof SnapshotJson['snapshot']['meta'], unknown>>): string {
  const meta = { ...json.snapshot.meta, ...(change as object) };
  return toSnapshotText(json).replace(JSON.stringify(json.snapshot.meta), JSON.stringify(meta));
}

describe('what is not a snapshot', () => {
  it.each([
    ['an empty file', '', 'the file is empty'],
    ['white space', ' \n ', 'is not a JSON object: not a heap snapshot'],
    ['text', 'hello', 'is not a JSON object: not a heap snapshot'],
    ['an array', '[]', 'is not a JSON object: not a heap snapshot'],
    ['an empty object', '{}', 'has no "snapshot" header: not a heap snapshot'],
    ['other JSON', '{"name":"heaptrail","deep":[{}]}', 'has no "snapshot" header: not a heap snapshot'],
    [
      'a heap profile',
      '{"head":{"callFrame":{}},"samples":[{"size":1}]}',
      'is a sampling heap profile, which shows allocations and not what is alive',
    ],
    ['a CPU profile', '{"nodes":[{"id":1}],"startTime":1,"endTime":2,"samples":[]}', 'is a CPU profile'],
    ['a trace', '{"traceEvents":[],"metadata":{}}', 'is a performance trace'],
    ['a header that is no object', '{"snapshot":[1]}', "unexpected '[' instead of the header object"],
    ['a header without meta', '{"snapshot":{}}', 'the header has no "meta": not a heap snapshot'],
    ['a header that is not JSON', '{"snapshot":{"meta":}}', 'the header is not JSON'],
    ['a gzip file of nothing', new Uint8Array([0x1f, 0x8b, 8, 0]), 'the gzip file is cut off'],
    [
      'a huge header',
      `{"snapshot":{"a":"${'x'.repeat(1 << 21)}"}}`,
      'the header is too large: not a heap snapshot',
    ],
    ['a value missing', '{"a":,"snapshot":{}}', "unexpected ',' instead of a value"],
    ['a key missing', '{1:2}', "unexpected '1' instead of '\"'"],
    ['an endless key', `{"${'k'.repeat(300)}":1}`, "unexpected 'k' instead of the end of a key"],
  ])('is refused: %s', (_, content, reason) => {
    expect(reasonOf(content)).toBe(reason);
  });

  it('is refused: a folder, a missing file', () => {
    const folder = join(scratch.path, 'folder');
    mkdirSync(folder);
    expect(() => readSnapshot(folder)).toThrow(/cannot be read: EISDIR/);
    expect(() => readSnapshot(join(folder, 'none'))).toThrow(/cannot be opened: ENOENT/);
  });
});

describe('a torn or inconsistent snapshot', () => {
  const nodeFields = json.snapshot.meta.node_fields.length;
  const counts = json.snapshot;

  it.each([
    ['type of a node', withNumber('nodes', 0, 99), 'node 0 has type 99 of 16'],
    ['name of a node', withNumber('nodes', nodeFields + 1, 99), /^node 1 is named by string 99 of \d+$/],
    ['id of a node', withNumber('nodes', 2, 2 ** 40), `node 0 has a number that is too large: ${2 ** 40}`],
    [
      'too many edges of a node',
      withNumber('nodes', 4, 99),
      /^the first 1 nodes have more edges than the 5 that/,
    ],
    ['too few edges of a node', withNumber('nodes', 4, 0), 'the nodes have 4 edges, the header counts 5'],
    ['type of an edge', withNumber('edges', 0, 99), 'edge 0 has type 99 of 7'],
    ['name of an edge', withNumber('edges', 1, 4000), /^edge 0 is named by string 4000 of \d+$/],
    ['index of an edge', withNumber('edges', 4, 2 ** 33), 'edge 1 has a name or index that is too large'],
    ['negative name of an edge', withNumber('edges', 1, -1), 'edge 0 has a name or index that is negative'],
    [
      'index below 32 bits',
      withNumber('edges', 4, -(2 ** 33)),
      'edge 1 has a name or index that is negative',
    ],
    ['negative type of an edge', withNumber('edges', 0, -1), 'edge 0 has type -1 of 7'],
    [
      'negative target of an edge',
      withNumber('edges', 2, -6),
      'edge 0 points to -6, but none of the 6 nodes starts there',
    ],
    [
      'target of an edge',
      withNumber('edges', 2, 7000),
      'edge 0 points to 7000, but none of the 6 nodes starts there',
    ],
    [
      'target between nodes',
      withNumber('edges', 2, 8),
      'edge 0 points to 8, but none of the 6 nodes starts there',
    ],
    [
      'node of a location',
      withNumber('locations', 0, 3),
      'a location belongs to 3, but none of the 6 nodes starts there',
    ],
    ['a negative number', withNumber('nodes', 3, -1), "unexpected '-' instead of a number of nodes"],
    ['a fraction', withNumber('edges', 2, 7.5), "unexpected '.' instead of a comma or the end of edges"],
    ['an endless number', withNumber('nodes', 3, 1).replace(',1,', `,${'9'.repeat(60)},`), /too large$/],
    [
      'fewer nodes',
      withHeader({ node_count: counts.node_count - 1 }),
      /^(nodes holds more numbers|the nodes have)/,
    ],
    [
      'more nodes',
      withHeader({ node_count: counts.node_count + 1 }),
      'nodes end before the 7 that the header counts',
    ],
    ['fewer edges', withHeader({ edge_count: counts.edge_count - 1 }), /have more edges than the 4 that/],
    [
      'more edges',
      withHeader({ edge_count: counts.edge_count + 1 }),
      'the nodes have 5 edges, the header counts 6',
    ],
    [
      'no nodes',
      toSnapshotText({ ...json, snapshot: { ...json.snapshot, node_count: 0 }, nodes: [] }),
      'there are no nodes',
    ],
    ['a fraction of nodes', withHeader({ node_count: 1.5 }), 'the header has no usable "node_count"'],
    ['no count of edges', withHeader({ edge_count: null }), 'the header has no usable "edge_count"'],
    [
      'counts beyond the file',
      withHeader({ node_count: 4_000_000_000 }),
      /counts 4000000000 nodes .* more than \d+ bytes/,
    ],
    ['missing fields', withMeta({ node_fields: ['type', 'name'] }), '"node_fields" lacks id'],
    ['no fields', withMeta({ edge_fields: [] }), 'the header has no "edge_fields"'],
    ['no types', withMeta({ node_types: ['string'] }), 'the header has no "node_types"'],
    ['a section twice', text.replace('"samples"', '"nodes"'), '"nodes" appears twice'],
    ['no strings', text.replace('"strings"', '"words"'), 'has no "strings": not a heap snapshot'],
    ['no edges', text.replace('"edges"', '"lines"'), 'has no "edges": not a heap snapshot'],
    ['text behind the end', `${text}x`, "unexpected 'x' instead of the end of the file"],
    [
      'half a location',
      text.replace(/"locations":\[/, '"locations":[0,'),
      /^(locations end in the middle|a location)/,
    ],
    ['a string that is a number', text.replace('"List"', '7'), "unexpected '7' instead of '\"'"],
  ])('is refused: %s', (_, content, reason) => {
    if (typeof reason === 'string') expect(reasonOf(content)).toBe(reason);
    else expect(reasonOf(content)).toMatch(reason);
  });

  it('is refused wherever it was cut', () => {
    const whole = Buffer.from(text);
    for (let length = 0; length < whole.length; length++) {
      expect(reasonOf(whole.subarray(0, length))).toMatch(
        /empty|the file ends|more than \d+ bytes can hold|no JSON object/,
      );
    }
  });

  it('is refused wherever it was cut, in a file longer than the window', () => {
    const long = drawHeap((h) => {
      for (let i = 0; i < 3000; i++) h.root.element(i, h.string(`${i} ${'\\'.repeat(i)}`.slice(0, 1000)));
    }).text();
    expect(long.length).toBeGreaterThan(2 << 20);
    for (let length = 40; length < long.length; length = Math.ceil(length * 1.2)) {
      expect(errorOf(long.slice(0, length)).reason).toMatch(/the file ends|more than \d+ bytes can hold/);
    }
    expect(readSnapshot(scratch.write(long)).nodeCount).toBe(3001);
  });

  it('names the place of an escape that is none, when the string is asked for', () => {
    const broken = text.replace('"run"', '"ru\\x"');
    const { strings } = readSnapshot(scratch.write(broken));
    const index = json.strings.indexOf('run');
    expect(() => strings.get(index)).toThrow(
      `string ${index} is not a JSON string (at byte ${Buffer.from(broken).indexOf('ru\\x')})`,
    );
  });
});

describe('random damage', () => {
  /** A snapshot either opens, and then all of it can be used, or there is one SnapshotError. */
  function opensOrRefuses(content: Uint8Array): void {
    const file = scratch.write(content);
    let columns: SnapshotColumns;
    try {
      columns = readSnapshot(file);
      useAll(columns);
    } catch (error) {
      expect(error).toBeInstanceOf(SnapshotError);
    }
  }

  function useAll({ nodeCount, edgeCount, firstEdge, edgeTo, nodeName, strings }: SnapshotColumns): void {
    expect(firstEdge[nodeCount]).toBe(edgeCount);
    for (let edge = 0; edge < edgeCount; edge++) expect(edgeTo[edge]).toBeLessThan(nodeCount);
    try {
      for (let node = 0; node < nodeCount; node++) strings.get(nodeName[node]!);
    } finally {
      strings.close();
    }
  }

  it('of bytes never does worse than a SnapshotError', () => {
    const change = fc.record({
      at: fc.nat(text.length - 1),
      byte: fc.oneof(fc.nat(255), fc.constantFrom(...'09,]}{["\\'.split('').map((c) => c.charCodeAt(0)))),
    });
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), (changes) => {
        const bytes = Buffer.from(text);
        for (const { at, byte } of changes) bytes[at] = byte;
        opensOrRefuses(bytes);
      }),
      { numRuns: 1500 },
    );
  });

  it('of structure never does worse than a SnapshotError', () => {
    const range = fc.record({ from: fc.nat(text.length), length: fc.nat(40), to: fc.nat(text.length) });
    fc.assert(
      fc.property(range, fc.boolean(), ({ from, length, to }, moved) => {
        const piece = text.slice(from, from + length);
        const without = text.slice(0, from) + text.slice(from + length);
        opensOrRefuses(Buffer.from(moved ? without.slice(0, to) + piece + without.slice(to) : without));
      }),
      { numRuns: 1500 },
    );
  });

  it('of everything never does worse than a SnapshotError', () => {
    const start = fc.constantFrom(
      '',
      '{',
      '{"snapshot":',
      text.slice(0, text.indexOf('"nodes"')),
      text.slice(0, -40),
    );
    fc.assert(
      fc.property(start, fc.uint8Array({ maxLength: 300 }), (begin, end) => {
        opensOrRefuses(Buffer.concat([Buffer.from(begin), end]));
      }),
      { numRuns: 800 },
    );
  });
});
