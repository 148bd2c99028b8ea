import { type Inspector, quoted } from '../inspector.ts';

/** Registrations of a FinalizationRegistry whose targets are never collected. */
export const finalization: Inspector = {
  name: 'finalization registries',
  inspect(subject) {
    if (subject.holderClass !== 'FinalizationRegistry' || !/WeakCell$/.test(subject.entryClass))
      return undefined;
    return {
      kind: 'linked-list',
      what: `FinalizationRegistry ${quoted(subject)}`,
      gains: 'registrations',
      remedy: [
        'a registry keeps the held value until its target is collected: release the target, or call `unregister(token)` when its work ends',
        'a held value that leads to its own target keeps that alive forever: pass an id, not the object or a closure over it',
      ],
    };
  },
};
