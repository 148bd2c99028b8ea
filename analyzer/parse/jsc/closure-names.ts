import { noLocations } from '../location-section.ts';
import {
  EdgeType,
  type NodeIndex,
  NodeType,
  type SnapshotColumns,
  type SourceLocations,
} from '../snapshot-columns.ts';
import type { JscFile } from './jsc-file.ts';
import type { FunctionNote } from './probe-notes.ts';
import type { TextTable } from './text-table.ts';

/**
 * Functions of JavaScriptCore come without names. They are called, in this order, as the probe noted it, as
 * `GCDebugging` labels them, or as the variable of a module that they are declared by. One that is made many times
 * has one executable, so what is known of one is known of all. Renames closures in place.
 * @returns where they were written, as far as the probe noted it
 */
export function nameClosures(columns: SnapshotColumns, strings: TextTable, file: JscFile): SourceLocations {
  const { nodeCount, nodeType, nodeName } = columns;
  const noteOf = notesByNode(columns, strings, file);
  const executableOf = executables(columns, strings);
  const noteOfExecutable = new Map<NodeIndex, FunctionNote>();
  for (const [v, note] of noteOf) {
    const executable = executableOf(v);
    if (!noteOfExecutable.has(executable)) noteOfExecutable.set(executable, note);
  }
  const placed: Placed[] = [];
  for (let v = 0; v < nodeCount; v++) {
    if (nodeType[v] !== NodeType.closure) continue;
    const note = noteOf.get(v) ?? noteOfExecutable.get(executableOf(v));
    if (note === undefined) continue;
    nodeName[v] = strings.intern(note.name);
    if (note.url !== undefined && note.line !== undefined)
      placed.push({ node: v, url: note.url, line: note.line });
  }
  return placed.length === 0 ? noLocations : toLocations(placed);
}

/** The executable of a closure; the closure itself where it has none. */
function executables(
  { firstEdge, edgeType, edgeName, edgeTo }: SnapshotColumns,
  strings: TextTable,
): (closure: NodeIndex) => NodeIndex {
  const shared = strings.find('shared');
  return (closure) => {
    for (let e = firstEdge[closure]; e < firstEdge[closure + 1]; e++) {
      if (edgeType[e] === EdgeType.internal && edgeName[e] === shared) return edgeTo[e];
    }
    return closure;
  };
}

/** The best that is known of single closures. */
function notesByNode(
  columns: SnapshotColumns,
  strings: TextTable,
  { nodes, order, labels, notes }: JscFile,
): Map<NodeIndex, FunctionNote> {
  const { nodeType, nodeCount } = columns;
  const known = new Map<NodeIndex, FunctionNote>();
  for (const [v, name] of declaredNames(columns, strings)) known.set(v, { name });
  for (let v = 0; v < nodeCount && nodes.label.length > 0; v++) {
    const label = labels[nodes.label[order.rows[v]]];
    if (nodeType[v] === NodeType.closure && label !== '') known.set(v, { name: label });
  }
  for (const [id, note] of notes.functions) {
    const v = order.nodeOf(id);
    if (v !== -1 && nodeType[v] === NodeType.closure) known.set(v, note);
  }
  return known;
}

/**
 * Variables of a module's own scope that hold a function: nearly always its declaration, or a constant. In a scope
 * within a function, a variable is often a parameter, and names what was given for it badly.
 */
function declaredNames(
  { nodeCount, nodeName, nodeType, firstEdge, edgeType, edgeName, edgeTo }: SnapshotColumns,
  strings: TextTable,
): Map<NodeIndex, string> {
  const names = new Map<NodeIndex, string>();
  const scope = strings.find('system / Context');
  const previous = strings.find('previous');
  const isInner = (v: NodeIndex): boolean => {
    for (let e = firstEdge[v]; e < firstEdge[v + 1]; e++) {
      if (edgeType[e] !== EdgeType.internal || edgeName[e] !== previous) continue;
      if (nodeName[edgeTo[e]] === scope) return true;
    }
    return false;
  };
  for (let v = 0; v < nodeCount; v++) {
    if (nodeName[v] !== scope || nodeType[v] !== NodeType.object || isInner(v)) continue;
    for (let e = firstEdge[v]; e < firstEdge[v + 1]; e++) {
      const to = edgeTo[e];
      if (edgeType[e] !== EdgeType.context || nodeType[to] !== NodeType.closure || names.has(to)) continue;
      names.set(to, strings.get(edgeName[e]));
    }
  }
  return names;
}

interface Placed {
  readonly node: NodeIndex;
  readonly url: string;
  readonly line: number;
}

function toLocations(placed: readonly Placed[]): SourceLocations {
  const urls = [...new Set(placed.map(({ url }) => url))];
  const numbers = new Map(urls.map((url, number) => [url, number]));
  return {
    count: placed.length,
    node: Uint32Array.from(placed, ({ node }) => node),
    script: Uint32Array.from(placed, ({ url }) => numbers.get(url)!),
    line: Uint32Array.from(placed, ({ line }) => Math.max(0, line - 1)),
    column: new Uint32Array(placed.length),
    urls,
  };
}
