import type { Origin } from '../../format/origin.ts';
import { fleetLimits } from '../../judgement/parameters/fleet.ts';
import { comparePresence } from '../../judgement/presence.ts';
import type { Counted, SetApart } from './fleet.ts';
import { type Instance, isHealthy, provenLeak } from './instances.ts';

/** What is different for every process, or the same for all that are compared, sets nobody apart. */
const names: ReadonlySet<string> = new Set([
  'service.name',
  'service.version',
  'service.instance.id',
  'k8s.pod.name',
  'k8s.pod.uid',
  'container.id',
  'process.pid',
]);

/** An attribute with more of them names processes, and does not group them. */
const mostValues = 50;

interface Looked {
  readonly traits: Origin;
  readonly leaks: boolean;
}

/**
 * The attribute that tells processes with this leak from healthy ones of the same version: a runtime, a zone, a host. The
 * more attributes there are, the sooner chance makes one of them differ, so each has its part of what is allowed.
 */
export function setApart(instances: readonly Instance[], fingerprint: string): SetApart | undefined {
  const looked = instances.flatMap((instance): readonly Looked[] => {
    const leaks = provenLeak(instance, fingerprint) !== undefined;
    return leaks || isHealthy(instance) ? [{ traits: traitsOf(instance), leaks }] : [];
  });
  const candidates = valuesIn(looked).map(([attribute, value]) => {
    const has = ({ traits }: Looked) => traits[attribute] === value;
    const inside = counted(looked.filter(has));
    const outside = counted(looked.filter((one) => !has(one)));
    return { attribute, value, with: inside, without: outside, ...comparePresence(outside, inside) };
  });
  const [best] = candidates
    .filter(({ change }) => change === 'new' || change === 'more')
    .toSorted((a, b) => a.chance - b.chance);
  if (best === undefined) return undefined;
  const chance = Math.min(1, best.chance * candidates.length);
  if (chance > fleetLimits.chance) return undefined;
  return { attribute: best.attribute, value: best.value, with: best.with, without: best.without, chance };
}

function traitsOf({ cards, watched }: Instance): Origin {
  const last = watched.at(-1) ?? cards.at(-1);
  if (last === undefined) return {};
  const given = Object.entries(last.origin).filter(([name]) => !names.has(name));
  return { ...Object.fromEntries(given), ...(last.runtime === undefined ? {} : { runtime: last.runtime }) };
}

/** Values that some have and others have not. */
function valuesIn(looked: readonly Looked[]): readonly (readonly [attribute: string, value: string])[] {
  const numbers = new Map<string, Map<string, number>>();
  for (const { traits } of looked)
    for (const [attribute, value] of Object.entries(traits)) {
      const values = numbers.get(attribute) ?? new Map<string, number>();
      values.set(value, (values.get(value) ?? 0) + 1);
      numbers.set(attribute, values);
    }
  return [...numbers].flatMap(([attribute, values]) =>
    values.size > mostValues
      ? []
      : [...values].flatMap(([value, number]) =>
          number > 1 && number < looked.length ? [[attribute, value] as const] : [],
        ),
  );
}

function counted(some: readonly Looked[]): Counted {
  return { looked: some.length, affected: some.filter(({ leaks }) => leaks).length };
}
