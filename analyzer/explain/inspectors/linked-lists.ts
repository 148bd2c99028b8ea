import { Label } from '../../growth/young-tree.ts';
import { type Inspector, quoted } from '../inspector.ts';

/** Chains of objects of one class: linked lists, prototype chains, chains of contexts. */
export const linkedLists: Inspector = {
  name: 'linked lists',
  inspect(subject) {
    const { finding, entryPath } = subject;
    if (finding.shape !== 'pile') return undefined;
    const { group } = finding.piles[0];
    if (group.links === 0 && group.label !== Label.link) return undefined;
    const prototypes = entryPath.some((step) => step.edge === '.__proto__');
    return {
      kind: 'linked-list',
      what: `${prototypes ? 'prototype chain' : 'chain'} of ${subject.entryClass} at ${quoted(subject)}`,
      gains: 'links',
      remedy: prototypes
        ? [
            'each object is made with the previous one as its prototype (`Object.create(previous)`): start from a fixed one',
          ]
        : ['unlink what is done with: one reference to the first link keeps the whole chain'],
    };
  },
};
