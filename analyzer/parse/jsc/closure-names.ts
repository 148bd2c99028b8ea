import { scopeName } from '../node-kinds.ts';
import { EdgeType, type NodeIndex, NodeType, type SnapshotColumns } from '../snapshot-columns.ts';
import type { JscFile } from './jsc-file.ts';
import type { TextTable } from './text-table.ts';

/**
 * Functions of JavaScriptCore come without names. They are called, in this order, as `GCDebugging` labels them, or as
 * the variable of a module that they are declared by. One that is made many times has one executable, so what is known
 * of one is known of all. Renames closures in place.
 */
export function nameClosures(columns: SnapshotColumns, strings: TextTable, file: JscFile): void {
  const { nodeCount, nodeType, nodeName } = columns;
  const nameOf = namesByNode(columns, strings, file);
  const executableOf = executables(columns, strings);
  const nameOfExecutable = new Map<NodeIndex, string>();
  for (const [v, name] of nameOf) {
    const executable = executableOf(v);
    if (!nameOfExecutable.has(executable)) nameOfExecutable.set(executable, name);
  }
  for (let v = 0; v < nodeCount; v++) {
    if (nodeType[v] !== NodeType.closure) continue;
    const name = nameOf.get(v) ?? nameOfExecutable.get(executableOf(v));
    if (name !== undefined) nodeName[v] = strings.intern(name);
  }
}

/**
 * The executable of a closure; the closure itself where it has none of its own: all bound functions share a native one,
 * whatever they call.
 */
function executables(
  { nodeName, firstEdge, edgeType, edgeName, edgeTo }: SnapshotColumns,
  strings: TextTable,
): (closure: NodeIndex) => NodeIndex {
  const shared = strings.find('shared');
  const native = strings.find('NativeExecutable');
  return (closure) => {
    for (let e = firstEdge[closure]; e < firstEdge[closure + 1]; e++) {
      if (edgeType[e] !== EdgeType.internal || edgeName[e] !== shared) continue;
      return nodeName[edgeTo[e]] === native ? closure : edgeTo[e];
    }
    return closure;
  };
}

/** The best that is known of single closures. */
function namesByNode(
  columns: SnapshotColumns,
  strings: TextTable,
  { nodes, order, labels }: JscFile,
): Map<NodeIndex, string> {
  const { nodeType, nodeCount } = columns;
  const names = declaredNames(columns, strings);
  for (let v = 0; v < nodeCount && nodes.label.length > 0; v++) {
    const label = labels[nodes.label[order.rows[v]]];
    if (nodeType[v] === NodeType.closure && label !== '') names.set(v, label);
  }
  return names;
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
  const scope = strings.find(scopeName);
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
