import type { AgedHeap } from '../heap/aged-heap.ts';
import { scopeName } from '../parse/node-kinds.ts';
import { EdgeType, type NodeIndex, NodeType } from '../parse/snapshot-columns.ts';
import { type CodePackage, codePackage } from '../paths/code-package.ts';

/** The nodes whose code the snapshot places: closures, objects made by a constructor, and scopes of closures. */
export interface PlacedNodes {
  readonly packages: readonly CodePackage[];
  /** Place in `packages` by node. */
  readonly packageOf: ReadonlyMap<NodeIndex, number>;
}

export function placedNodes(heap: AgedHeap): PlacedNodes {
  const { graph } = heap;
  const { locations } = graph.columns;
  const packages: CodePackage[] = [];
  const known = new Map<string, number>();
  const places = new Map<number, Map<number, number>>();
  const packageOf = new Map<NodeIndex, number>();
  const context = graph.strings.find('context');

  const numberOf = (found: CodePackage | undefined): number => {
    if (found === undefined) return -1;
    const key = `${found.kind} ${found.name}`;
    const number = known.get(key) ?? packages.length;
    if (number === packages.length) packages.push(found);
    known.set(key, number);
    return number;
  };
  // Millions of objects share a constructor: each place in the code is looked up once.
  const numberAt = (row: number): number => {
    const inScript = places.get(locations.script[row]) ?? new Map<number, number>();
    places.set(locations.script[row], inScript);
    const key = locations.line[row] * columnRoom + locations.column[row];
    let number = inScript.get(key);
    if (number === undefined) {
      number = numberOf(codePackage(heap, heap.names.writtenAt(locations.node[row])));
      inScript.set(key, number);
    }
    return number;
  };

  for (let row = 0; row < locations.count; row++) {
    const node = locations.node[row];
    const number = numberAt(row);
    if (number === -1) continue;
    packageOf.set(node, number);
    const scope = graph.type(node) === NodeType.closure ? scopeOf(heap, node, context) : -1;
    if (scope !== -1 && !packageOf.has(scope)) packageOf.set(scope, number);
  }
  return { packages, packageOf };
}

/** Columns of code are below this, also in bundles of one line. */
const columnRoom = 2 ** 26;

function scopeOf({ graph }: AgedHeap, closure: NodeIndex, context: number): NodeIndex {
  const edge = context === -1 ? -1 : graph.findEdge(closure, EdgeType.internal, context);
  if (edge === -1) return -1;
  const scope = graph.edgeTarget(edge);
  return graph.rawName(scope) === scopeName ? scope : -1;
}
