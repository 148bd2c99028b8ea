import type { Suspect } from '../../format/report.ts';

/**
 * One emitter whose listeners grow for several events is one leak: the same code forgets all of them. The strongest
 * suspect stands for all, with every list of listeners among its holders.
 */
export function mergeSuspects(suspects: readonly Suspect[]): Suspect[] {
  const merged: Suspect[] = [];
  for (const suspect of suspects) {
    const at = merged.findIndex((other) => growTogether(other, suspect));
    if (at < 0) merged.push(suspect);
    else merged[at] = join(merged[at], suspect);
  }
  return merged;
}

function growTogether(a: Suspect, b: Suspect): boolean {
  if (a.kind !== 'listeners' || b.kind !== 'listeners') return false;
  const emitter = emitterOf(a);
  return emitter !== undefined && emitter === emitterOf(b);
}

function emitterOf(suspect: Suspect): string | undefined {
  const expression = suspect.holders.at(0)?.expression;
  const store = expression?.indexOf('._events') ?? -1;
  return store > 0 ? expression?.slice(0, store) : undefined;
}

function join(first: Suspect, second: Suspect): Suspect {
  return {
    ...first,
    holders: [...first.holders, ...second.holders],
    retainedSize: first.retainedSize + second.retainedSize,
    growth: {
      ...first.growth,
      bytesPerInterval: first.growth.bytesPerInterval + second.growth.bytesPerInterval,
    },
    evidence: [...first.evidence, `the same emitter: ${second.title}`],
  };
}
