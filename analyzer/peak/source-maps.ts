import type { Bytes } from '../../format/units.ts';
import type { Inventory } from '../inventory/open-inventory.ts';
import { EdgeType, type NodeIndex, NodeType } from '../parse/snapshot-columns.ts';

/** A source map has these, by its standard; a bundler keeps it as it is, or with its mappings decoded. */
const fields = ['mappings', 'sources'] as const;

/** The source maps of a heap, and what only they keep alive. */
export function sourceMapsIn({ heap, retained }: Inventory): {
  readonly objects: number;
  readonly bytes: Bytes;
} {
  const { graph, tree } = heap;
  const names = fields.map((field) => graph.strings.find(field));
  if (names.includes(-1)) return { objects: 0, bytes: 0 };
  const maps = new Set<NodeIndex>();
  for (let node = 0; node < graph.nodeCount; node++) {
    if (graph.type(node) !== NodeType.object || !heap.isReachable(node)) continue;
    const values = names.map((name) => graph.findEdge(node, EdgeType.property, name));
    if (!values.includes(-1)) maps.add(node);
  }
  let bytes = 0;
  for (const node of maps) if (!isBelowAnother(node)) bytes += retained[node];
  return { objects: maps.size, bytes };

  function isBelowAnother(node: NodeIndex): boolean {
    for (let above = tree.idom[node]; above > 0; above = tree.idom[above]) if (maps.has(above)) return true;
    return false;
  }
}
