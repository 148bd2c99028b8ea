import { isTelling } from '../../paths/telling-names.ts';
import { weakMapOf } from '../../paths/weak-map-values.ts';
import { type Inspector, quoted } from '../inspector.ts';
import { isCalledQueue, remedies } from '../remedies.ts';

/** Arrays that are pushed to and never drained; called a queue if its name or owner says so. */
export const arrays: Inspector = {
  name: 'arrays',
  inspect(subject) {
    if (subject.holderClass !== 'Array') return undefined;
    const owner = subject.holderPath.at(-2);
    const isQueue = isCalledQueue(subject.expression, owner?.name);
    // Only a class of the program tells more than the expression does.
    const isPart = weakMapOf(subject.holderPath.at(-1)?.edge ?? '') === undefined;
    const where = isPart && owner?.kind === 'object' && isTelling(owner.name) ? ` of ${owner.name}` : '';
    return isQueue
      ? {
          kind: 'queue',
          what: `queue ${quoted(subject)}${where}`,
          gains: 'entries',
          remedy: remedies.queue,
        }
      : {
          kind: 'array',
          what: `Array ${quoted(subject)}${where}`,
          gains: 'entries',
          remedy: remedies.array,
        };
  },
};
