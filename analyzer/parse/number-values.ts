import { NodeType, type SnapshotColumns, type StringIndex } from './snapshot-columns.ts';

/** The node that V8 draws for all fields with one small integer. */
export const integerName = 'smi number';
const valueName = 'value';

/**
 * V8 draws a value as a string below its number, and a small integer, which is no object, as a node. Neither is in the
 * heap, and both get a new id in each snapshot, as if they were born just before it. So they leave the graph: it is
 * the same as in a snapshot without values.
 */
export function withValuesApart(columns: SnapshotColumns): SnapshotColumns {
  const integer = columns.strings.find(integerName);
  const value = columns.strings.find(valueName);
  if (integer === -1 || value === -1) return columns;
  const drawn = drawnValues(columns, integer, value);
  return drawn === undefined ? columns : withoutDrawn(columns, drawn);
}

interface DrawnValues {
  /** 1 for nodes that are no objects: small integers and the texts of values. */
  readonly isDrawn: Uint8Array;
  /** By node, one more than the index of its text; 0 for what is no number with a value. */
  readonly textOf: Uint32Array;
}

function drawnValues(
  columns: SnapshotColumns,
  integer: StringIndex,
  value: StringIndex,
): DrawnValues | undefined {
  const { nodeCount, nodeType, nodeName, firstEdge, edgeName, edgeTo } = columns;
  const isDrawn = new Uint8Array(nodeCount);
  const textOf = new Uint32Array(nodeCount);
  let values = 0;
  for (let node = 0; node < nodeCount; node++) {
    if (nodeType[node] !== NodeType.number) continue;
    if (nodeName[node] === integer) isDrawn[node] = 1;
    for (let edge = firstEdge[node]; edge < firstEdge[node + 1]; edge++) {
      const text = edgeTo[edge];
      if (edgeName[edge] !== value || nodeType[text] !== NodeType.string) continue;
      isDrawn[text] = 1;
      textOf[node] = nodeName[text] + 1;
      values++;
    }
  }
  return values === 0 ? undefined : { isDrawn, textOf };
}

/** Moves what stays to the front of the same columns, which may lie in memory that kernels work on. */
function withoutDrawn(columns: SnapshotColumns, { isDrawn, textOf }: DrawnValues): SnapshotColumns {
  const { nodeCount, nodeType, nodeName, nodeId, selfSize, firstEdge } = columns;
  const { edgeType, edgeName, edgeTo } = columns;
  const placeOf = placesOfRest(isDrawn);
  const numbers = new Rows();
  const integers = new Rows();
  let nodes = 0;
  let edges = 0;
  let first = firstEdge[0];
  for (let node = 0; node < nodeCount; node++) {
    const end = firstEdge[node + 1];
    if (isDrawn[node] === 0) {
      if (textOf[node] > 0) numbers.add(nodes, textOf[node] - 1);
      firstEdge[nodes] = edges;
      for (let edge = first; edge < end; edge++) {
        const to = edgeTo[edge];
        if (isDrawn[to] === 1) {
          if (textOf[to] > 0) integers.add(nodes, textOf[to] - 1, edgeType[edge], edgeName[edge]);
          continue;
        }
        edgeType[edges] = edgeType[edge];
        edgeName[edges] = edgeName[edge];
        edgeTo[edges++] = placeOf[to];
      }
      nodeType[nodes] = nodeType[node];
      nodeName[nodes] = nodeName[node];
      nodeId[nodes] = nodeId[node];
      selfSize[nodes++] = selfSize[node];
    }
    first = end;
  }
  firstEdge[nodes] = edges;
  const [node, text] = numbers.columns();
  const [from, integerText, integerType, integerEdge] = integers.columns();
  return {
    ...columns,
    nodeCount: nodes,
    edgeCount: edges,
    nodeType: nodeType.subarray(0, nodes),
    nodeName: nodeName.subarray(0, nodes),
    nodeId: nodeId.subarray(0, nodes),
    selfSize: selfSize.subarray(0, nodes),
    largeSizes: new Map([...columns.largeSizes].map(([large, size]) => [placeOf[large], size])),
    ...(columns.detached && { detached: columns.detached.map((node) => placeOf[node]) }),
    firstEdge: firstEdge.subarray(0, nodes + 1),
    edgeType: edgeType.subarray(0, edges),
    edgeName: edgeName.subarray(0, edges),
    edgeTo: edgeTo.subarray(0, edges),
    locations: { ...columns.locations, node: columns.locations.node.map((located) => placeOf[located]) },
    traces: columns.traces && {
      ...columns.traces,
      traceOf: columns.traces.traceOf.filter((_, traced) => isDrawn[traced] === 0),
    },
    values: {
      node,
      text,
      integers: {
        from,
        edgeType: Uint8Array.from(integerType),
        edgeName: integerEdge,
        text: integerText,
      },
    },
  };
}

function placesOfRest(isDrawn: Uint8Array): Uint32Array {
  const placeOf = new Uint32Array(isDrawn.length);
  let place = 0;
  for (let node = 0; node < isDrawn.length; node++) {
    placeOf[node] = place;
    if (isDrawn[node] === 0) place++;
  }
  return placeOf;
}

/** Rows of up to four numbers, of which there are few or millions, that become columns. */
class Rows {
  #numbers = new Uint32Array(1 << 12);
  #length = 0;

  add(a: number, b: number, c = 0, d = 0): void {
    if (this.#length === this.#numbers.length) {
      const larger = new Uint32Array(this.#numbers.length * 2);
      larger.set(this.#numbers);
      this.#numbers = larger;
    }
    this.#numbers[this.#length++] = a;
    this.#numbers[this.#length++] = b;
    this.#numbers[this.#length++] = c;
    this.#numbers[this.#length++] = d;
  }

  columns(): Uint32Array[] {
    const rows = this.#length / width;
    return Array.from({ length: width }, (_, at) => {
      const column = new Uint32Array(rows);
      for (let row = 0; row < rows; row++) column[row] = this.#numbers[row * width + at];
      return column;
    });
  }
}

const width = 4;
