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
          ? ['a WeakMap entry lives as long as its key: find what keeps the keys']
          : [
              `delete the entry when what it stands for ends, also when that ends by error or timeout: \`${last(subject.expression)}.delete(…)\``,
              'or bound it: a time to live, or a least-recently-used limit',
            ],
    };
  },
};

/** The name at the end of an expression; a Map under a symbol or a key has none. */
function last(expression: string): string {
  return /[\w$]+$/.exec(expression)?.[0] ?? 'map';
}
