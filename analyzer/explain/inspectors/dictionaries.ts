import { Label } from '../../growth/young-tree.ts';
import { type Inspector, quoted } from '../inspector.ts';

/** Plain objects used as a map from ids to values. */
export const dictionaries: Inspector = {
  name: 'dictionaries',
  inspect(subject) {
    const { finding } = subject;
    if (finding.shape !== 'pile' || subject.holderClass === 'Array') return undefined;
    const labels = finding.piles.map((pile) => pile.group.label);
    if (!labels.includes(Label.anyName) && !labels.includes(Label.element)) return undefined;
    return {
      kind: 'dictionary',
      what: `${subject.holderClass} ${quoted(subject)} used as a dictionary`,
      gains: 'keys',
      remedy: ['`delete` the key when what it stands for ends, or use a Map with a limit'],
    };
  },
};
