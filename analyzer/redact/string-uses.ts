import { edgeIsIndexed, NodeType, type StringIndex } from '../parse/snapshot-columns.ts';
import type { ReadForRedaction } from './read-for-redaction.ts';

/** The table of strings holds texts of the program and names side by side, and each text once. */
export interface StringUses {
  /** 1 for every string that is a name of something: it stays. */
  readonly isName: Uint8Array;
  /** Names that are the text of a string node as well, with the index of the text that the node gets instead. */
  readonly ownText: ReadonlyMap<StringIndex, StringIndex>;
}

/** Whether the name of a node of this type is what the program keeps in a string. */
export function isContent(nodeType: number): boolean {
  return (
    nodeType === NodeType.string || nodeType === NodeType.consString || nodeType === NodeType.slicedString
  );
}

/** What nothing refers to counts as text. */
export function usesOfStrings({ nodes, edges, traceNames, strings }: ReadForRedaction): StringUses {
  const isName = new Uint8Array(strings.count);
  for (let node = 0; node < nodes.nodeName.length; node++) {
    if (!isContent(nodes.nodeType[node])) isName[nodes.nodeName[node]] = 1;
  }
  for (let edge = 0; edge < edges.edgeName.length; edge++) {
    if (!edgeIsIndexed(edges.edgeType[edge])) isName[edges.edgeName[edge]] = 1;
  }
  for (const name of traceNames) isName[name] = 1;

  const ownText = new Map<StringIndex, StringIndex>();
  for (let node = 0; node < nodes.nodeName.length; node++) {
    const name = nodes.nodeName[node];
    if (isContent(nodes.nodeType[node]) && isName[name] === 1 && !ownText.has(name)) {
      ownText.set(name, strings.count + ownText.size);
    }
  }
  return { isName, ownText };
}
