import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { drawHeap } from '../../testing/heap-builder.ts';
import { takeTracedSnapshot } from '../../testing/real-snapshot.ts';
import { ScratchFolder } from '../../testing/scratch-folder.ts';
import { type SnapshotJson, toSnapshotText } from '../../testing/snapshot-json.ts';
import { readSnapshot } from './read-snapshot.ts';
import type { SnapshotColumns } from './snapshot-columns.ts';
import { SparseSnapshot } from './sparse-snapshot.ts';

const scratch = new ScratchFolder();
afterAll(() => scratch.remove());

const read = (content: string) => readSnapshot(scratch.write(content));

const heap = drawHeap((h) => {
  const list = h.object('List');
  h.root.property('list', list);
  list
    .push(h.object('Order', { stack: 'main handle' }))
    .push(h.object('Visit', { stack: 'main node:emit push' }));
  list.push(h.object('Order', { stack: 'main handle', size: 4_500_000_000 }));
});

/** The calls of each node that has some, the innermost first. */
function stacksIn({ strings, nodeCount, traces }: SnapshotColumns): Map<number, string[]> {
  const { traceOf, caller, callee, functions } = traces!;
  const stacks = new Map<number, string[]>();
  for (let node = 0; node < nodeCount; node++) {
    const stack: string[] = [];
    for (let call = traceOf[node]; call > 0; call = caller[call]) {
      const row = callee[call];
      const [name, script] = [strings.get(functions.name[row]), strings.get(functions.script[row])];
      stack.push(
        `${name} ${script} ${functions.scriptId[row]}:${functions.line[row]}:${functions.column[row]}`,
      );
    }
    if (stack.length > 0) stacks.set(node, stack);
  }
  return stacks;
}

describe('stacks of allocations', () => {
  it('stand at the nodes, call by call up to the root', () => {
    const main = 'main file:///app/main.mjs 7:131:5';
    const handle = 'handle file:///app/main.mjs 7:81:5';
    expect([...stacksIn(read(heap.text()))]).toEqual([
      [2, [handle, main, '(root)  0:0:0']],
      [3, ['push  0:0:0', 'emit node:events 7:51:5', main, '(root)  0:0:0']],
      [4, [handle, main, '(root)  0:0:0']],
    ]);
  });

  it('are the same in whatever white space', () => {
    expect(stacksIn(read(JSON.stringify(heap.json(), null, 2)))).toEqual(stacksIn(read(heap.text())));
  });

  it('are absent where V8 recorded none, and leave the other columns as they are', () => {
    const plain = drawHeap((h) => h.root.property('list', h.object('List')));
    expect(read(plain.text()).traces).toBeUndefined();
    const { nodeId, edgeTo } = read(heap.text());
    expect([...nodeId]).toEqual([1, 3, 5, 7, 9]);
    expect([...edgeTo]).toEqual([1, 2, 3, 4]);
  });

  it('do not keep a capture from being read sparsely', () => {
    const sparse = SparseSnapshot.open(scratch.write(heap.text()))!;
    expect([sparse.rawName(1), sparse.edgeTarget(sparse.firstEdge(1))]).toEqual(['List', 2]);
    sparse.close();
  });

  it.each([
    ['a node names a call that is not in the tree', (json: Draft) => json.nodes.splice(5, 1, 99)],
    ['a call names a function that does not exist', (json: Draft) => json.trace_function_infos.splice(6)],
    ['trace_tree numbers a call 77 of 5', (json: Draft) => json.trace_tree.splice(0, 1, 77)],
  ])('are refused where %s', (fault, spoil) => {
    const json = structuredClone(heap.json()) as unknown as Draft;
    spoil(json);
    expect(() => read(toSnapshotText(json as unknown as SnapshotJson))).toThrow(fault);
  });
});

interface Draft {
  readonly nodes: number[];
  readonly trace_function_infos: number[];
  readonly trace_tree: unknown[];
}

type Calls = readonly (number | Calls)[];

it('reads a real snapshot as JSON.parse does', () => {
  const file = takeTracedSnapshot(scratch.path);
  const json = JSON.parse(readFileSync(file, 'utf8'));
  const { strings, nodes, trace_function_infos: infos } = json;
  const stackOf = new Map<number, string[]>();
  const walk = (calls: Calls, above: readonly string[]) => {
    for (let at = 0; at < calls.length; at += 5) {
      const [name, script, ...place] = infos.slice(
        6 * Number(calls[at + 1]) + 1,
        6 * Number(calls[at + 1]) + 6,
      );
      const stack = [`${strings[name]} ${strings[script]} ${place.join(':')}`, ...above];
      stackOf.set(calls[at] as number, stack);
      walk(calls[at + 4] as Calls, stack);
    }
  };
  walk(json.trace_tree, []);
  const { node_fields: fields } = json.snapshot.meta;
  const expected = new Map<number, string[]>();
  for (let at = fields.indexOf('trace_node_id'), node = 0; at < nodes.length; at += fields.length, node++) {
    if (nodes[at] > 0) expected.set(node, stackOf.get(nodes[at])!);
  }
  const stacks = stacksIn(readSnapshot(file));
  expect(stacks).toEqual(expected);
  expect([...stacks.values()].filter(([innermost]) => innermost.startsWith('hoard ')).length).toBeGreaterThan(
    100,
  );
});
