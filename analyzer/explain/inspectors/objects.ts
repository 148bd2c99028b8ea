import { objectsOfClass } from '../../paths/telling-names.ts';
import { type Inspector, quoted } from '../inspector.ts';
import type { Subject } from '../subject.ts';

/** Anything else that keeps growing. */
export const objects: Inspector = {
  name: 'objects',
  inspect(subject) {
    return {
      kind: 'objects',
      what: `${isVariable(subject) ? 'variable' : subject.holderClass} ${quoted(subject)}`,
      gains: subject.entryClass === 'string' ? 'strings' : objectsOfClass(subject.heap, subject.entry),
      ...(subject.holder === undefined ? heldByNative : heldByObject),
    };
  },
};

/** A scope is no object of the program, but its variable has a name. */
function isVariable({ finding, holderClass }: Subject): boolean {
  return finding.shape === 'slot' && holderClass === 'Context';
}

const heldByObject = {
  remedy: ['release these objects when they are no longer needed: the path shows the reference to clear'],
};

/** There is no reference in JavaScript that could be cut. */
const heldByNative = {
  remedy: [
    'native code holds these until the request, stream or handle that owns each of them ends. Close, cancel or destroy it, including on errors',
  ],
  evidence: ['a snapshot does not show the native memory behind each of them: it may be far more'],
};
