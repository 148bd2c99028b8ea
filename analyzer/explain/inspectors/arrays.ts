import { isTelling } from '../../paths/telling-names.ts';
import { weakMapOf } from '../../paths/weak-map-values.ts';
import { type Inspector, quoted } from '../inspector.ts';

const queueWords = /queue|pending|backlog|buffer|inbox|outbox|jobs|tasks|waiting|waiters|resolvers/i;

/** Arrays that are pushed to and never drained; called a queue if its name or owner says so. */
export const arrays: Inspector = {
  name: 'arrays',
  inspect(subject) {
    if (subject.holderClass !== 'Array') return undefined;
    const owner = subject.holderPath.at(-2);
    const isQueue = queueWords.test(subject.expression) || /Queue/.test(owner?.name ?? '');
    // Only a class of the program tells more than the expression does.
    const isPart = weakMapOf(subject.holderPath.at(-1)?.edge ?? '') === undefined;
    const where = isPart && owner?.kind === 'object' && isTelling(owner.name) ? ` of ${owner.name}` : '';
    return isQueue
      ? {
          kind: 'queue',
          what: `queue ${quoted(subject)}${where}`,
          gains: 'entries',
          remedy: [
            'the consumer has stopped or is too slow: end the queue when its consumer ends, and unsubscribe its producers',
            'or limit its length: drop the oldest entry or reject the newest',
          ],
        }
      : {
          kind: 'array',
          what: `Array ${quoted(subject)}${where}`,
          gains: 'entries',
          remedy: ['remove each entry when it is no longer needed, or keep only the newest entries'],
        };
  },
};
