import { type Inspector, quoted } from '../inspector.ts';
import { edgesOf } from '../subject.ts';

/** Reactions that pile up on a promise that never settles, and async functions that wait for ever. */
export const promises: Inspector = {
  name: 'promises',
  inspect(subject) {
    const reactions =
      /^(PromiseReaction|Promise)$/.test(subject.holderClass) || subject.entryClass === 'PromiseReaction';
    if (!reactions && !edgesOf(subject).includes('(reactions or result)')) return undefined;
    return {
      kind: 'promises',
      what: `promise ${quoted(subject)}`,
      gains: 'reactions',
      remedy: [
        'a long-lived promise keeps every `.then`, `await` and `Promise.race` on it until it settles: settle it, or use a callback list that can be removed from',
        'give every wait a timeout, so that what waits is released',
      ],
    };
  },
};
