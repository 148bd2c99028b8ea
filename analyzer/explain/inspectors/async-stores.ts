import { NodeType } from '../../parse/snapshot-columns.ts';
import { type Inspector, quoted } from '../inspector.ts';

/**
 * Up to Node 22 each AsyncLocalStorage has a symbol of its own, and leaves it as a key on every async resource that it
 * was used in: a long-lived timer or socket then gains a key for each storage that is made anew.
 */
export const asyncStores: Inspector = {
  name: 'async stores',
  inspect(subject) {
    const { heap, finding, holder, holderClass, entry } = subject;
    if (holder === undefined || /^(Array|(Weak|Safe)?(Map|Set))$/.test(holderClass)) return undefined;
    if (finding.shape === 'slot' || heap.graph.type(entry) !== NodeType.symbol) return undefined;
    return {
      kind: 'dictionary',
      what: `${holderClass} ${quoted(subject)}`,
      gains: 'symbol keys',
      remedy: [
        'create one AsyncLocalStorage when the module loads and reuse it: each new one leaves its key on every async resource that stays alive',
        'or use one symbol for all of these properties, and `delete` the property when it is no longer needed',
      ],
    };
  },
};
