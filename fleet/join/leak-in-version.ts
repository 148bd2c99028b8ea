import { comparePace } from '../../judgement/pace.ts';
import type { CardLeak } from '../cards/card.ts';
import type { LeakInVersion, LeakPace, Spread } from './fleet.ts';
import { type Instance, provenLeak, wasLookedAt } from './instances.ts';

/** What the processes of one version say of one leak. */
export function leakInVersion(
  instances: readonly Instance[],
  fingerprint: string,
  version: string | undefined,
): LeakInVersion {
  const found = leaksIn(instances, fingerprint);
  const rates = spreadOf(perHour(found));
  const objects = spreadOf(perOperation(found));
  return {
    ...(version === undefined ? {} : { version }),
    looked: instances.filter(wasLookedAt).length,
    affected: found.length,
    ...(rates === undefined ? {} : { bytesPerHour: rates }),
    ...(objects === undefined ? {} : { objectsPerOperation: objects }),
  };
}

/**
 * Whether the leak is faster or slower in one version than in another: per operation if every process counted them, because
 * what an hour leaves follows the load.
 */
export function paceOf(
  before: readonly Instance[],
  after: readonly Instance[],
  fingerprint: string,
): LeakPace | undefined {
  const [was, is] = [leaksIn(before, fingerprint), leaksIn(after, fingerprint)];
  const byOperation = comparePace(perOperation(was), perOperation(is));
  if (byOperation !== undefined) return { per: 'operation', ...byOperation };
  const byHour = comparePace(perHour(was), perHour(is));
  return byHour && { per: 'hour', ...byHour };
}

function leaksIn(instances: readonly Instance[], fingerprint: string): readonly CardLeak[] {
  return instances.flatMap((instance) => provenLeak(instance, fingerprint) ?? []);
}

function perHour(leaks: readonly CardLeak[]): readonly number[] {
  return valuesOf(leaks, ({ bytesPerHour }) => bytesPerHour);
}

/** None, unless every process counted its operations. */
function perOperation(leaks: readonly CardLeak[]): readonly number[] {
  const values = valuesOf(leaks, ({ objectsPerOperation }) => objectsPerOperation);
  return values.length === leaks.length ? values : [];
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
