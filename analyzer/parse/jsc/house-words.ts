import {
  EdgeType,
  type NodeIndex,
  NodeType,
  type SnapshotColumns,
  type StringIndex,
} from '../snapshot-columns.ts';
import { type ClassWords, Role, wordOfEdge, wordsOfClass } from './class-words.ts';
import { TextTable } from './text-table.ts';

/** A class that every heap of JavaScriptCore has, as the name of code, and none of V8's. */
const jscOnly = 'UnlinkedFunctionExecutable';

/**
 * What V8 calls `system / Context`, `map`, `shared` or `first` has other names in JavaScriptCore, or none. All rooms
 * behind the parser know V8's, so a heap of JavaScriptCore is put into these words once, here. Columns of V8 itself
 * are given back as they are.
 *
 * Bun writes its heap in V8's format too (`Bun.generateHeapSnapshot("v8")`, `--heap-prof`): with class names of
 * JavaScriptCore, which tell it from V8's own.
 */
export function putInHouseWords(columns: SnapshotColumns): SnapshotColumns {
  if (!isJscHeap(columns)) return columns;
  const strings = new TextTable(columns.strings);
  renameAll(columns, strings);
  return { ...columns, engine: 'jsc', repeatsNamedEdges: true, strings, gaps: { stringContents: true } };
}

function isJscHeap({ nodeType, nodeName, nodeCount, strings }: SnapshotColumns): boolean {
  const name = strings.find(jscOnly);
  if (name === -1) return false;
  for (let v = 0; v < nodeCount; v++) if (nodeName[v] === name && nodeType[v] === NodeType.code) return true;
  return false;
}

/** Rewrites types and names of nodes, and names of unnamed edges, in place. */
export function renameAll(columns: SnapshotColumns, strings: TextTable): void {
  const roles = renameNodes(columns, strings);
  nameEdges(columns, strings, roles);
}

/** @returns the Role of each node */
function renameNodes({ nodeCount, nodeType, nodeName }: SnapshotColumns, strings: TextTable): Uint8Array {
  const roles = new Uint8Array(nodeCount);
  const byName = new Map<StringIndex, RenamedClass>();
  for (let v = 0; v < nodeCount; v++) {
    const role = roleOfNamed(nodeType[v]);
    if (role !== undefined) {
      roles[v] = role;
      continue;
    }
    let words = byName.get(nodeName[v]);
    if (words === undefined) {
      words = renamedClass(strings, nodeName[v]);
      byName.set(nodeName[v], words);
    }
    nodeType[v] = words.type;
    nodeName[v] = words.nameIndex;
    roles[v] = words.role;
  }
  return roles;
}

/** In V8's format strings and closures have names of their own, and their types are right. */
function roleOfNamed(type: number): Role | undefined {
  switch (type) {
    case NodeType.string:
    case NodeType.consString:
    case NodeType.slicedString:
      return Role.string;
    case NodeType.closure:
      return Role.closure;
    default:
      return undefined;
  }
}

interface RenamedClass extends ClassWords {
  readonly nameIndex: StringIndex;
}

function renamedClass(strings: TextTable, name: StringIndex): RenamedClass {
  const className = strings.get(name).replace(/^system \/ /, '');
  const words = wordsOfClass(className);
  return { ...words, nameIndex: strings.intern(words.name ?? className) };
}

function nameEdges(columns: SnapshotColumns, strings: TextTable, roles: Uint8Array): void {
  const { nodeCount, firstEdge, edgeType, edgeName, edgeTo } = columns;
  const words = new Map<number, StringIndex>();
  const wordOf = (from: number, to: number): StringIndex => {
    const key = from * 256 + to;
    let word = words.get(key);
    if (word === undefined) {
      word = strings.intern(wordOfEdge(from as Role, to as Role));
      words.set(key, word);
    }
    return word;
  };
  for (let v = 0; v < nodeCount; v++) {
    const from = roles[v];
    for (let e = firstEdge[v]; e < firstEdge[v + 1]; e++) {
      if (edgeType[e] === EdgeType.internal) edgeName[e] = wordOf(from, roles[edgeTo[e]]);
    }
    if (from === Role.string) nameParts(columns, strings, roles, v);
  }
}

const partNames = ['first', 'second', 'third'];

/** A rope has two or three strings as its parts, a substring the one it was cut from (`JSRopeString`). */
function nameParts(columns: SnapshotColumns, strings: TextTable, roles: Uint8Array, v: NodeIndex): void {
  const { firstEdge, edgeType, edgeName, edgeTo, nodeType } = columns;
  let parts = 0;
  for (let e = firstEdge[v]; e < firstEdge[v + 1]; e++) {
    if (edgeType[e] !== EdgeType.internal || roles[edgeTo[e]] !== Role.string) continue;
    edgeName[e] = strings.intern(partNames[Math.min(parts++, 2)]);
  }
  if (parts === 0) return;
  nodeType[v] = parts === 1 ? NodeType.slicedString : NodeType.consString;
  if (parts > 1) return;
  for (let e = firstEdge[v]; e < firstEdge[v + 1]; e++) {
    if (roles[edgeTo[e]] === Role.string) edgeName[e] = strings.intern('parent');
  }
}
