import type { SnapshotColumns } from '../snapshot-columns.ts';
import { renamedClass } from './house-words.ts';
import type { JscFile } from './jsc-file.ts';
import type { TextTable } from './text-table.ts';

/** By node. */
interface NodesInWords {
  readonly nodes: Pick<
    SnapshotColumns,
    'nodeCount' | 'nodeType' | 'nodeName' | 'nodeId' | 'selfSize' | 'largeSizes'
  >;
  /** The Role of each. */
  readonly roles: Uint8Array;
}

/** The nodes in order of id and in the words of the house. What is looked up of a node is looked up once for its class. */
export function nodeColumns({ nodes, order, classNames }: JscFile, strings: TextTable): NodesInWords {
  const { count, className, size } = nodes;
  const { rows, nodeId } = order;
  const nameOf = Uint32Array.from(classNames, (name) => strings.intern(name));
  const nodeType = new Uint8Array(count);
  const nodeName = new Uint32Array(count);
  const selfSize = new Uint32Array(count);
  const roles = new Uint8Array(count);
  const largeSizes = new Map<number, number>();
  const isKnown = new Uint8Array(classNames.length);
  const typeOf = new Uint8Array(classNames.length);
  const wordOf = new Uint32Array(classNames.length);
  const roleOf = new Uint8Array(classNames.length);
  /** When the first node has it, which is the order of the strings. */
  const learn = (name: number) => {
    const { type, nameIndex, role } = renamedClass(strings, nameOf[name]);
    isKnown[name] = 1;
    typeOf[name] = type;
    wordOf[name] = nameIndex;
    roleOf[name] = role;
  };
  for (let node = 0; node < count; node++) {
    const row = rows[node];
    const name = className[row];
    if (isKnown[name] === 0) learn(name);
    nodeType[node] = typeOf[name];
    nodeName[node] = wordOf[name];
    roles[node] = roleOf[name];
    selfSize[node] = size[row];
    if (size[row] === 0xffffffff) largeSizes.set(node, nodes.largeSizes.get(row)!);
  }
  return { nodes: { nodeCount: count, nodeType, nodeName, nodeId, selfSize, largeSizes }, roles };
}
