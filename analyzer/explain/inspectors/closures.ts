import { NodeType } from '../../parse/snapshot-columns.ts';
import { type Inspector, quoted } from '../inspector.ts';

/** Functions that pile up with all that they close over. */
export const closures: Inspector = {
  name: 'closures',
  inspect(subject) {
    const { heap, entry } = subject;
    if (heap.graph.columns.nodeType[entry] !== NodeType.closure) return undefined;
    return {
      kind: 'closures',
      what: `${subject.holderClass} ${quoted(subject)}`,
      gains: `closures (${subject.entryClass})`,
      remedy: [
        'release the function when it is no longer needed. It keeps every variable of its scope alive, including those it does not use',
      ],
    };
  },
};
