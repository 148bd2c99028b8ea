import type { SuspectKind } from '../../../format/suspect.ts';
import { type Inspector, quoted } from '../inspector.ts';
import { nameAtEnd, remedyOfCollection } from '../remedies.ts';
import { isTopOfChain } from './linked-lists.ts';

const kinds: Readonly<Record<string, SuspectKind>> = {
  Map: 'map',
  Set: 'set',
  // Node's own, which programs cannot change the methods of.
  SafeMap: 'map',
  SafeSet: 'set',
  WeakMap: 'weak-map',
  WeakSet: 'weak-map',
};

/** Maps and Sets that are added to and never cleared. */
export const collections: Inspector = {
  name: 'collections',
  inspect(subject) {
    const kind = kinds[subject.holderClass];
    if (kind === undefined || isTopOfChain(subject)) return undefined;
    return {
      kind,
      what: `${subject.holderClass} ${quoted(subject)}`,
      gains: 'entries',
      remedy:
        kind === 'weak-map'
          ? ['a WeakMap entry lives as long as its key: find what keeps the keys alive']
          : remedyOfCollection(nameAtEnd(subject.expression) ?? kind),
    };
  },
};
