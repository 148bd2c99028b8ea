import type { NextLook } from './fleet.ts';
import { type Instance, isLeaking, lastSeen } from './instances.ts';

/** A reason to look at a process, in words; the first rule that any process fits is the one to follow. */
interface Rule {
  readonly fits: (instance: Instance) => boolean;
  readonly why: string;
}

const rules: readonly Rule[] = [
  {
    fits: ({ watched, cards }) => cards.length === 0 && watched.some(({ grows }) => grows),
    why: 'its memory grows, and no report says why',
  },
  {
    fits: (instance) => !isLeaking(instance) && instance.cards.some(({ outcome }) => outcome === 'possible'),
    why: 'growth was seen in it and is not proven: look for longer',
  },
  {
    fits: ({ cards }) => cards.length > 0 && cards.every(({ outcome }) => outcome === 'inconclusive'),
    why: 'no look at it could judge: look for longer, or with more captures',
  },
];

/** Which process of the last version tells most that is not known yet. */
export function nextLook(instances: readonly Instance[]): NextLook | undefined {
  const latest = instances.toSorted((a, b) => lastSeen(b) - lastSeen(a));
  for (const { fits, why } of rules) {
    const instance = latest.find(fits);
    if (instance !== undefined) return lookAt(instance, why);
  }
  return undefined;
}

function lookAt({ name, version, watched, cards }: Instance, why: string): NextLook {
  const pid = watched.at(-1)?.pid ?? cards.at(-1)?.pid;
  return {
    instance: name,
    ...(version === undefined ? {} : { version }),
    ...(pid === undefined ? {} : { pid }),
    why,
  };
}
