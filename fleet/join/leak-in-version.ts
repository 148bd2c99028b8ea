import type { CardLeak } from '../cards/card.ts';
import type { LeakInVersion, Spread } from './fleet.ts';
import { type Instance, provenLeak, wasLookedAt } from './instances.ts';

/** What the processes of one version say of one leak. */
export function leakInVersion(
  instances: readonly Instance[],
  fingerprint: string,
  version: string | undefined,
): LeakInVersion {
  const found = instances.flatMap((instance) => provenLeak(instance, fingerprint) ?? []);
  const rates = spreadOf(valuesOf(found, ({ bytesPerHour }) => bytesPerHour));
  const perOperation = valuesOf(found, ({ objectsPerOperation }) => objectsPerOperation);
  const objects = perOperation.length === found.length ? spreadOf(perOperation) : undefined;
  return {
    ...(version === undefined ? {} : { version }),
    looked: instances.filter(wasLookedAt).length,
    affected: found.length,
    ...(rates === undefined ? {} : { bytesPerHour: rates }),
    ...(objects === undefined ? {} : { objectsPerOperation: objects }),
  };
}

function valuesOf(leaks: readonly CardLeak[], of: (leak: CardLeak) => number | undefined): number[] {
  return leaks.map(of).filter((value) => value !== undefined);
}

/** The quartiles, between the two nearest values if none is in the middle. */
export function spreadOf(values: readonly number[]): Spread<number> | undefined {
  if (values.length === 0) return undefined;
  const sorted = values.toSorted((a, b) => a - b);
  const at = (part: number) => {
    const place = part * (sorted.length - 1);
    const below = sorted[Math.floor(place)]!;
    return below + (place % 1) * (sorted[Math.ceil(place)]! - below);
  };
  return { low: at(0.25), middle: at(0.5), high: at(0.75) };
}
