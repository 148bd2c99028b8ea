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
  const roles = renameNodes(columns, strings);
  nameEdges(columns, strings, roles);
  const nameParts = partNaming(columns, strings, roles);
  for (let v = 0; v < columns.nodeCount; v++) if (roles[v] === Role.string) nameParts(v);
  return { ...columns, engine: 'jsc', repeatsNamedEdges: true, strings, gaps: { stringContents: true } };
}

function isJscHeap({ nodeType, nodeName, nodeCount, strings }: SnapshotColumns): boolean {
  const name = strings.find(jscOnly);
  if (name === -1) return false;
  for (let v = 0; v < nodeCount; v++) if (nodeName[v] === name && nodeType[v] === NodeType.code) return true;
  return false;
}

type NamedNodes = Pick<SnapshotColumns, 'nodeCount' | 'nodeType' | 'nodeName'>;

/**
 * Rewrites types and names of nodes in place.
 * @returns the Role of each node
 */
function renameNodes({ nodeCount, nodeType, nodeName }: NamedNodes, strings: TextTable): Uint8Array {
  const roles = new Uint8Array(nodeCount);
  const classes: RenamedClass[] = [];
  /** By the name that a class has in the file: its place in `classes`, counted from 1. */
  const classOf = new Uint32Array(strings.count);
  for (let v = 0; v < nodeCount; v++) {
    const role = roleOfNamed(nodeType[v]);
    if (role !== undefined) {
      roles[v] = role;
      continue;
    }
    const name = nodeName[v];
    if (classOf[name] === 0) classOf[name] = classes.push(renamedClass(strings, name));
    const words = classes[classOf[name] - 1];
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

/** What a node of a class becomes. */
export function renamedClass(strings: TextTable, name: StringIndex): RenamedClass {
  const className = strings.get(name).replace(/^system \/ /, '');
  const words = wordsOfClass(className);
  return { ...words, nameIndex: strings.intern(words.name ?? className) };
}

/** Rewrites names of unnamed edges in place. */
function nameEdges(columns: SnapshotColumns, strings: TextTable, roles: Uint8Array): void {
  const { nodeCount, firstEdge, edgeType, edgeName, edgeTo } = columns;
  const words = wordsOfEdges(strings);
  for (let v = 0; v < nodeCount; v++) {
    const ofRole = roles[v] * roleCount;
    for (let e = firstEdge[v]; e < firstEdge[v + 1]; e++) {
      if (edgeType[e] === EdgeType.internal) edgeName[e] = words[ofRole + roles[edgeTo[e]]];
    }
  }
}

export const roleCount = Object.keys(Role).length;

/** The name of an unnamed edge that leads from one role to another, at `from * roleCount + to`. */
export function wordsOfEdges(strings: TextTable): Uint32Array {
  return Uint32Array.from({ length: roleCount * roleCount }, (_, pair) =>
    strings.intern(wordOfEdge(Math.floor(pair / roleCount) as Role, (pair % roleCount) as Role)),
  );
}

type Named = Pick<SnapshotColumns, 'firstEdge' | 'edgeType' | 'edgeName' | 'edgeTo' | 'nodeType'>;

/**
 * A rope has two or three strings as its parts, a substring the one it was cut from (`JSRopeString`).
 * @returns rewrites in place the type of such a string, and the names of its edges
 */
export function partNaming(
  { firstEdge, edgeType, edgeName, edgeTo, nodeType }: Named,
  strings: TextTable,
  roles: Uint8Array,
): (v: NodeIndex) => void {
  const names = ['first', 'second', 'third'].map((name) => strings.intern(name));
  const parent = strings.intern('parent');
  return (v) => {
    const end = firstEdge[v + 1];
    let parts = 0;
    for (let e = firstEdge[v]; e < end; e++) {
      if (edgeType[e] !== EdgeType.internal || roles[edgeTo[e]] !== Role.string) continue;
      edgeName[e] = names[Math.min(parts++, 2)];
    }
    if (parts === 0) return;
    nodeType[v] = parts === 1 ? NodeType.slicedString : NodeType.consString;
    if (parts > 1) return;
    for (let e = firstEdge[v]; e < end; e++) if (roles[edgeTo[e]] === Role.string) edgeName[e] = parent;
  };
}
