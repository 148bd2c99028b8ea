import { isGlobalName } from '../graph/global-names.ts';
import type { AgedHeap } from '../heap/aged-heap.ts';
import { type NodeIndex, NodeType } from '../parse/snapshot-columns.ts';

/** Records of modules, and Node's lists of them: what they hold is what the program holds. */
const moduleRecord = /^(Module|ModuleWrap|ModuleJob|ModuleJobSync|LoadCache)$/;

/**
 * What every program has and no reader calls a holder: roots, realms, scopes, functions, stores and modules. A holder is
 * what hangs on them.
 */
export function structureOf(heap: AgedHeap): (node: NodeIndex) => boolean {
  const { graph } = heap;
  const byName = new Map<number, boolean>();
  return (node) => {
    switch (graph.type(node)) {
      case NodeType.synthetic:
      case NodeType.closure:
        return true;
      case NodeType.object:
      case NodeType.native: {
        const name = graph.nameIndex(node);
        let known = byName.get(name);
        if (known === undefined) {
          known = isStructuralName(graph.rawName(node));
          byName.set(name, known);
        }
        return known;
      }
      default:
        return heap.isBackingStore(node);
    }
  };
}

function isStructuralName(name: string): boolean {
  return /^(system|Node) \/ /.test(name) || isGlobalName(name) || moduleRecord.test(name);
}

/** What a node dominates, with that of its tables, stores and scopes in place of these. */
export function* dominatedBy(heap: AgedHeap, owner: NodeIndex): Generator<NodeIndex> {
  const { first, children } = heap.children;
  const pending = [owner];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    for (let c = first[node]; c < first[node + 1]; c++) {
      const child = children[c];
      if (heap.isBackingStore(child)) pending.push(child);
      else yield child;
    }
  }
}
