import { areNamedByData } from '../graph/dictionaries.ts';
import { isString } from '../parse/node-kinds.ts';
import { EdgeType, edgeIsIndexed, NodeType, type StringIndex } from '../parse/snapshot-columns.ts';
import type { StringTable } from '../parse/string-table.ts';
import type { ReadForRedaction } from './read-for-redaction.ts';

/** What a string of the table is; of several, the last of these. */
export const Use = {
  /** A text of the program, or what nothing refers to. */
  content: 0,
  /** A key of a dictionary and nothing else. */
  key: 1,
  /** A name of a property or variable, which may be data: see `publicProperty`. */
  property: 2,
  /** A name of a class, function or file, which may have data in it: see `publicName`. */
  name: 3,
  /** A description of a symbol. */
  description: 4,
  /** A name that the engine gives; it stays. */
  engine: 5,
} as const;

/** The table of strings holds texts of the program and names side by side, and each text once. */
export interface StringUses {
  /** Use of each string. */
  readonly use: Uint8Array;
  /** Names that are the text of a string node as well, with the index of the text that the node gets instead. */
  readonly ownText: ReadonlyMap<StringIndex, StringIndex>;
}

/** Whether the name of a node of this type is what the program keeps in a string or regular expression. */
export function isContent(nodeType: number): boolean {
  return isString(nodeType) || nodeType === NodeType.regexp;
}

const engineTypes: ReadonlySet<number> = new Set([
  NodeType.hidden,
  NodeType.array,
  NodeType.number,
  NodeType.bigint,
  NodeType.synthetic,
  NodeType.objectShape,
]);

/** What nothing refers to counts as text. */
export function usesOfStrings(read: ReadForRedaction, table: StringTable): StringUses {
  const { nodes, traceNames, strings } = read;
  const use = new Uint8Array(strings.count);
  const uses = (name: StringIndex, as: number) => {
    if (use[name] < as) use[name] = as;
  };
  for (let node = 0; node < nodes.nodeName.length; node++) {
    const type = nodes.nodeType[node];
    if (!isContent(type)) uses(nodes.nodeName[node], useOfNode(type));
  }
  useOfEdges(read, table, uses);
  for (const name of traceNames) uses(name, Use.name);
  return { use, ownText: ownTexts(read, use) };
}

function useOfNode(type: number): number {
  if (engineTypes.has(type)) return Use.engine;
  return type === NodeType.symbol ? Use.description : Use.name;
}

function useOfEdges(
  { nodes, edges }: ReadForRedaction,
  table: StringTable,
  uses: (name: StringIndex, as: number) => void,
): void {
  const accessors = new Set(
    ['system / AccessorPair', 'system / AccessorInfo'].map((name) => table.find(name)),
  );
  const { edgeType, edgeName } = edges;
  for (let node = 0; node < nodes.nodeName.length; node++) {
    const [first, end] = [nodes.firstEdge[node], nodes.firstEdge[node + 1]];
    const isKey = nodes.nodeType[node] === NodeType.object && areNamedByData(end - first);
    const keys = isKey ? dictionaryKeys(nodes, edges, accessors, first, end) : undefined;
    for (let edge = first; edge < end; edge++) {
      const type = edgeType[edge];
      if (edgeIsIndexed(type)) continue;
      if (type === EdgeType.property || type === EdgeType.context)
        uses(edgeName[edge], keys?.has(edge) ? Use.key : Use.property);
      else uses(edgeName[edge], type === EdgeType.internal ? Use.engine : Use.name);
    }
  }
}

/** Edges of an object to more than a dozen values of one type and name. Values of one kind have been given keys. */
function dictionaryKeys(
  { nodeType, nodeName }: ReadForRedaction['nodes'],
  { edgeType, edgeTo }: ReadForRedaction['edges'],
  accessors: ReadonlySet<StringIndex>,
  first: number,
  end: number,
): ReadonlySet<number> | undefined {
  const alike = new Map<string, number[]>();
  for (let edge = first; edge < end; edge++) {
    if (edgeType[edge] !== EdgeType.property) continue;
    const target = edgeTo[edge];
    // Functions and accessors are named by who writes them, and a library exports very many.
    if (nodeType[target] === NodeType.closure || accessors.has(nodeName[target])) continue;
    const kind = isContent(nodeType[target]) ? 'content' : `${nodeType[target]} ${nodeName[target]}`;
    const edges = alike.get(kind) ?? [];
    edges.push(edge);
    alike.set(kind, edges);
  }
  const keys = [...alike.values()].filter((edges) => areNamedByData(edges.length)).flat();
  return keys.length === 0 ? undefined : new Set(keys);
}

function ownTexts({ nodes, strings }: ReadForRedaction, use: Uint8Array): Map<StringIndex, StringIndex> {
  const ownText = new Map<StringIndex, StringIndex>();
  for (let node = 0; node < nodes.nodeName.length; node++) {
    const name = nodes.nodeName[node];
    if (isContent(nodes.nodeType[node]) && use[name] > Use.key && !ownText.has(name)) {
      ownText.set(name, strings.count + ownText.size);
    }
  }
  return ownText;
}
