import { EdgeType, type SnapshotColumns } from '../snapshot-columns.ts';
import { Role } from './class-words.ts';
import { partNaming, roleCount, wordsOfEdges } from './house-words.ts';
import type { JscFile } from './jsc-file.ts';
import type { TextTable } from './text-table.ts';

const edgeTypesOfJsc: Readonly<Record<string, number>> = {
  Internal: EdgeType.internal,
  Property: EdgeType.property,
  Index: EdgeType.element,
  Variable: EdgeType.context,
};

type Edges = Pick<SnapshotColumns, 'edgeCount' | 'firstEdge' | 'edgeType' | 'edgeName' | 'edgeTo' | 'memory'>;

/** In place, types and names of the edges become those of the house; types of strings that have parts as well. */
export function edgeColumns(
  { edges, edgeTypes, edgeNames }: JscFile,
  {
    nodeCount,
    nodeType,
    roles,
  }: Pick<SnapshotColumns, 'nodeCount' | 'nodeType'> & { readonly roles: Uint8Array },
  strings: TextTable,
): Edges {
  const { count, firstEdge, memory, to: edgeTo, type: edgeType, data: edgeName } = edges;
  const columns = { firstEdge, edgeType, edgeName, edgeTo };
  const typeOf = Uint8Array.from(edgeTypes, (type) => edgeTypesOfJsc[type] ?? EdgeType.other);
  const nameOf = Uint32Array.from(edgeNames, (name) => strings.intern(name));
  const unnamed = strings.intern('internal');
  const words = wordsOfEdges(strings);
  const nameParts = partNaming({ ...columns, nodeType }, strings, roles);
  for (let node = 0, edge = 0; node < nodeCount; node++) {
    const role = roles[node];
    const ofRole = role * roleCount;
    for (const end = firstEdge[node + 1]; edge < end; edge++) {
      const type = typeOf[edgeType[edge]];
      edgeType[edge] = type;
      if (type === EdgeType.element) continue;
      if (type === EdgeType.internal) edgeName[edge] = words[ofRole + roles[edgeTo[edge]]];
      else if ((type === EdgeType.property || type === EdgeType.context) && edgeName[edge] < nameOf.length)
        edgeName[edge] = nameOf[edgeName[edge]];
      else edgeName[edge] = unnamed;
    }
    if (role === Role.string) nameParts(node);
  }
  return { edgeCount: count, ...columns, memory };
}
