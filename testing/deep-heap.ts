import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EdgeTypeName, NodeTypeName } from '../analyzer/parse/snapshot-columns.ts';
import { edgeTypes, nodeTypes } from '../analyzer/parse/snapshot-columns.ts';
import { toSnapshotJson } from './snapshot-json.ts';

/** One link of a chain: the nodes that it adds, each held by the one before it, the first by the link before. */
export interface Link {
  readonly nodes: readonly LinkNode[];
}

interface LinkNode {
  readonly type: NodeTypeName;
  readonly name: string;
  /** The edge from the node before it. */
  readonly edge: readonly [type: EdgeTypeName, name: string | number | ((link: number) => string)];
}

/** Of the WeakMap that each of these heaps has, behind the root and its hub. */
const idOfTable = 7;

/** What programs hang on each other without end. */
export const links = {
  objects: { nodes: [{ type: 'object', name: 'Job', edge: ['property', 'next'] }] },
  closures: {
    nodes: [
      { type: 'closure', name: 'handler', edge: ['context', 'wrapped'] },
      { type: 'object', name: 'system / Context', edge: ['internal', 'context'] },
    ],
  },
  scopes: { nodes: [{ type: 'object', name: 'system / Context', edge: ['internal', 'previous'] }] },
  promises: {
    nodes: [
      { type: 'object', name: 'PromiseReaction', edge: ['internal', 'reactions_or_result'] },
      { type: 'object', name: 'Promise', edge: ['internal', 'promise_or_capability'] },
    ],
  },
  weakCells: { nodes: [{ type: 'hidden', name: 'system / WeakCell', edge: ['internal', 'next'] }] },
  weakMapValues: {
    nodes: [
      {
        type: 'object',
        name: 'Session',
        edge: [
          'internal',
          (link) =>
            `${link} / part of key (Session @${link}) -> value (Session @${link + 1}) pair in WeakMap (table @${idOfTable})`,
        ],
      },
    ],
  },
  arrays: {
    nodes: [
      { type: 'object', name: 'Array', edge: ['element', 0] },
      { type: 'array', name: '(object elements)', edge: ['internal', 'elements'] },
    ],
  },
  ropes: {
    nodes: [{ type: 'concatenated string', name: '(concatenated string)', edge: ['internal', 'first'] }],
  },
} as const satisfies Readonly<Record<string, Link>>;

/** Of a node in V8's layout. */
const fields = 7;

export interface DeepChain {
  readonly shape: keyof typeof links;
  readonly length: number;
  /** What each capture has more of: links, or entries of an array that the last link holds. */
  readonly grows: 'links' | 'entries';
}

const captures = 3;
const gained = 1_000;
const entriesBefore = 10;
/** Ids of what is born later begin here: all else has smaller ones. */
const firstYoung = 1 << 24;

/**
 * Writes captures of a process with chains that are as long as no program should make them, and that grow at their ends. A
 * drawing has a JavaScript object for each node and edge: for a million links these files are written as lines.
 */
export function writeDeepHeaps(folder: string, chains: readonly DeepChain[]): string[] {
  return Array.from({ length: captures }, (_, k) => {
    const file = join(folder, `${k + 1}.heapsnapshot`);
    writeDeepHeap(file, chains, k * gained);
    return file;
  });
}

function writeDeepHeap(file: string, chains: readonly DeepChain[], young: number): void {
  const out = new DeepHeapLines();
  out.edge(['property', 'hub'], 1);
  let start = 4;
  for (const chain of chains) {
    out.edge(['property', chain.shape], start);
    start += 1 + lengthIn(chain, young) * partsOf(chain).length + 1 + entriesIn(chain, young);
  }
  out.node(['synthetic', ''], 1);
  out.edge(['property', 'weakMap'], 2);
  out.edge(['internal', 'table'], 3);
  out.node(['object', 'Hub'], chains.length + 1);
  out.node(['object', 'WeakMap'], 1);
  out.node(['array', ''], 0);
  chains.forEach((chain, at) => {
    writeChain(out, chain, young, (born) => firstYoung + (born * chains.length + at) * 2 + 1);
  });
  out.writeTo(file);
}

function partsOf({ shape }: DeepChain): Link['nodes'] {
  return links[shape].nodes;
}

function lengthIn({ length, grows }: DeepChain, young: number): number {
  return length + (grows === 'links' ? young : 0);
}

function entriesIn({ grows }: DeepChain, young: number): number {
  return entriesBefore + (grows === 'entries' ? young : 0);
}

function writeChain(
  out: DeepHeapLines,
  chain: DeepChain,
  young: number,
  youngId: (born: number) => number,
): void {
  let born = 0;
  out.node(['object', 'Holder'], 1);
  for (let link = 0; link < lengthIn(chain, young); link++) {
    for (const { type, name, edge } of partsOf(chain)) {
      const [kind, label] = edge;
      out.edge([kind, typeof label === 'function' ? label(link) : label], out.nodes);
      out.node([type, name], 1, link < chain.length ? undefined : youngId(born++));
    }
  }
  const entries = entriesIn(chain, young);
  out.edge(['property', 'kept'], out.nodes);
  out.node(['object', 'Array'], entries);
  for (let k = 0; k < entries; k++) {
    out.edge(['element', k], out.nodes);
    out.node(['object', 'Entry'], 0, k < entriesBefore ? undefined : youngId(born++));
  }
}

/** Collects the lines of nodes and edges, in the order of the nodes. */
class DeepHeapLines {
  readonly #strings = new Map<string, number>([['<dummy>', 0]]);
  readonly #nodes: string[] = [];
  readonly #edges: string[] = [];
  #old = 0;

  get nodes(): number {
    return this.#nodes.length;
  }

  node([type, name]: readonly [NodeTypeName, string], edges: number, youngId?: number): void {
    const id = youngId ?? this.#old++ * 2 + 1;
    this.#nodes.push(`${nodeTypes.indexOf(type)},${this.#text(name)},${id},64,${edges},0,0`);
  }

  edge([type, name]: readonly [EdgeTypeName, string | number], to: number): void {
    const label = typeof name === 'number' ? name : this.#text(name);
    this.#edges.push(`${edgeTypes.indexOf(type)},${label},${to * fields}`);
  }

  writeTo(file: string): void {
    const { meta } = toSnapshotJson([]).snapshot;
    const [nodes, edges] = [this.#nodes.length, this.#edges.length];
    const snapshot = { meta, node_count: nodes, edge_count: edges, trace_function_count: 0 };
    const rest = '"trace_function_infos":[],\n"trace_tree":[],\n"samples":[],\n"locations":[]';
    const strings = [...this.#strings.keys()].map((text) => JSON.stringify(text)).join(',\n');
    writeFileSync(
      file,
      `{"snapshot":${JSON.stringify(snapshot)},\n"nodes":[${this.#nodes.join('\n,')}\n],\n`,
    );
    appendFileSync(file, `"edges":[${this.#edges.join('\n,')}\n],\n${rest},\n"strings":[${strings}]}`);
  }

  #text(name: string): number {
    const known = this.#strings.get(name);
    if (known !== undefined) return known;
    this.#strings.set(name, this.#strings.size);
    return this.#strings.size - 1;
  }
}
