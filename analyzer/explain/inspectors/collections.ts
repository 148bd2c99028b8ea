import type { SuspectKind } from '../../../format/suspect.ts';
import { type Inspector, quoted } from '../inspector.ts';
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
          : [
              `delete the entry when its session, request or job ends, including on errors and timeouts: \`${last(subject.expression) ?? kind}.delete(…)\``,
              'or limit it: set a time to live (TTL) or a least-recently-used (LRU) limit',
            ],
    };
  },
};

/** The name at the end of an expression; a Map under a symbol or a key has none. */
function last(expression: string): string | undefined {
  return /[\w$]+$/.exec(expression)?.[0];
}
