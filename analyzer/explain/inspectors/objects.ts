import { type Inspector, quoted } from '../inspector.ts';

/** Anything else that keeps growing. */
export const objects: Inspector = {
  name: 'objects',
  inspect(subject) {
    return {
      kind: 'objects',
      what: `${subject.holderClass} ${quoted(subject)}`,
      gains: subject.entryClass === 'string' ? 'strings' : `${subject.entryClass} objects`,
      remedy: ['release these objects when they are done with: the path shows the reference to cut'],
    };
  },
};
