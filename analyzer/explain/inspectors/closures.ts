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
        'drop the function when it is done with; it keeps every variable of its scope, also those it does not use',
      ],
    };
  },
};
