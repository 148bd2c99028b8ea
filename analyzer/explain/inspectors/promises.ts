import { type Inspector, quoted } from '../inspector.ts';
import type { Subject } from '../subject.ts';

/** Reactions that pile up on a promise that never settles, and async functions that wait forever. */
export const promises: Inspector = {
  name: 'promises',
  inspect(subject) {
    if (!gainsReactions(subject)) return undefined;
    return {
      kind: 'promises',
      what: `promise ${quoted(subject)}`,
      gains: 'reactions',
      remedy: [
        'a long-lived promise keeps every `.then`, `await` and `Promise.race` on it until it settles: settle it, or keep callbacks in a list that you can remove them from',
        'give every wait a timeout, so that the waiting code is released',
      ],
    };
  },
};

/**
 * The holder itself must be the promise, or what it gains must wait. That the way to a Map leads through the result of
 * a promise that settled long ago says nothing of the Map.
 */
function gainsReactions({ holder, holderClass, holderPath, entryPath, entryClass }: Subject): boolean {
  if (/^(PromiseReaction|Promise)$/.test(holderClass) || entryClass === 'PromiseReaction') return true;
  const ownPath = holder === undefined ? holderPath.slice(-2) : entryPath;
  return ownPath.some(({ edge, name }) => edge === '(reactions or result)' && name === 'PromiseReaction');
}
