import type { Growth, Holder, Suspect } from '../../format/suspect.ts';
import { mostRest } from '../../judgement/parameters/merging.ts';
import { holdsBytes } from '../graph/byte-classes.ts';

/**
 * One leak seen from several sides is one suspect: an emitter whose listeners grow for several events, or a handle
 * with all that belongs to it. The most telling stands for all.
 */
export function mergeSuspects(suspects: readonly Suspect[]): Suspect[] {
  const merged: Suspect[] = [];
  for (const suspect of suspects) {
    const at = merged.findIndex(
      (other) =>
        sameEmitter(other, suspect) ||
        sameHandles(other, suspect) ||
        heldByNone(other, suspect) ||
        heldByNone(suspect, other),
    );
    if (at < 0) merged.push(suspect);
    else merged[at] = join(merged[at], suspect);
  }
  return merged;
}

function sameEmitter(a: Suspect, b: Suspect): boolean {
  if (a.kind !== 'listeners' || b.kind !== 'listeners') return false;
  const emitter = emitterOf(a);
  return emitter !== undefined && emitter === emitterOf(b);
}

function emitterOf(suspect: Suspect): string | undefined {
  const expression = suspect.holders.at(0)?.expression;
  const store = expression?.indexOf('._events') ?? -1;
  return store > 0 ? expression?.slice(0, store) : undefined;
}

/** A child process is a Process, its Sockets and their Pipes, born together: equal survivors in every interval. */
function sameHandles(a: Suspect, b: Suspect): boolean {
  return a.kind === 'handles' && b.kind === 'handles' && bornTogether(a.survivors.counts, b.survivors.counts);
}

/**
 * What no object holds belongs to the suspect that it was born together with, as the memory of a native object belongs
 * to its wrapper. What is older than the first capture may be of another kind.
 */
function heldByNone(a: Suspect, b: Suspect): boolean {
  if (b.holders.length > 0 || b.kind === 'handles' || b.kind === 'timers') return false;
  return bornTogether(a.survivors.counts.slice(1), b.survivors.counts.slice(1));
}

/** In every interval one of them is a whole multiple of the other. */
export function bornTogether(a: readonly number[], b: readonly number[]): boolean {
  const most = Math.max(...a, ...b);
  return most > 0 && a.every((count, k) => isMultiple(count, b[k], most));
}

/** Counts of parts may be a whole multiple, three pipes a child, but for what is being made at a capture. */
function isMultiple(a: number, b: number, most: number): boolean {
  const [less, more] = a < b ? [a, b] : [b, a];
  if (less === 0) return more === 0;
  const rest = more % less;
  return Math.min(rest, less - rest) <= most * mostRest;
}

/** The name that tells most: the process behind the pipes, else that of what is held. */
function telling(a: Suspect, b: Suspect): [Suspect, Suspect] {
  if (isProcess(a) !== isProcess(b)) return isProcess(a) ? [a, b] : [b, a];
  if (a.holders.length > 0 !== b.holders.length > 0) return a.holders.length > 0 ? [a, b] : [b, a];
  return isPart(a) && !isPart(b) ? [b, a] : [a, b];
}

/** Classes that are parts of others: if a Blob piles up with its Buffers, the Blob is what a reader knows. */
const partClass = /^(string|symbol|number|Object|Array|Context|Promise|function .*|\(.*\))$/;

function isPart({ holders, entryClass }: Suspect): boolean {
  return holders.length === 0 && (holdsBytes(entryClass) || partClass.test(entryClass));
}

/** Of Node it is a Process, of Bun a Subprocess. */
function isProcess({ entryClass }: Suspect): boolean {
  return /[Pp]rocess$/.test(entryClass);
}

function join(a: Suspect, b: Suspect): Suspect {
  const [first, second] = telling(a, b);
  const bytes = first.survivors.bytes.map((born, k) => born + second.survivors.bytes[k]);
  return {
    ...first,
    holders: joinedHolders(first, second),
    survivors: { ...first.survivors, bytes },
    retainedSize: first.retainedSize + second.retainedSize,
    externalShare: joinedShare(first, second),
    growth: { ...first.growth, ...joinedBytes(first.growth, second.growth) },
    evidence: [...first.evidence, `together with it: ${second.title}`],
  };
}

/** Each holds objects of its own suspect: of those of both it is a part. What nobody holds comes along with the other's. */
function joinedHolders(a: Suspect, b: Suspect): Holder[] {
  if (a.holders.length === 0 || b.holders.length === 0) return [...a.holders, ...b.holders];
  const all = bornOf(a) + bornOf(b);
  const joined = new Map<string, Holder>();
  for (const suspect of [a, b]) {
    for (const holder of suspect.holders) {
      const known = joined.get(holder.expression);
      const part = (known?.share ?? 0) + (holder.share * bornOf(suspect)) / all;
      joined.set(holder.expression, { ...(known ?? holder), share: Math.round(part * 1e6) / 1e6 });
    }
  }
  return [...joined.values()];
}

function bornOf({ survivors }: Suspect): number {
  return Math.max(
    1,
    survivors.counts.slice(1).reduce((sum, count) => sum + count, 0),
  );
}

function joinedBytes(a: Growth, b: Growth): Pick<Growth, 'bytesPerInterval' | 'bytesPerHour'> {
  const perHour =
    a.bytesPerHour === undefined || b.bytesPerHour === undefined
      ? undefined
      : a.bytesPerHour + b.bytesPerHour;
  return {
    bytesPerInterval: a.bytesPerInterval + b.bytesPerInterval,
    ...(perHour === undefined ? {} : { bytesPerHour: perHour }),
  };
}

function joinedShare(a: Suspect, b: Suspect): number {
  const [ofA, ofB] = [a.growth.bytesPerInterval, b.growth.bytesPerInterval];
  if (ofA + ofB === 0) return a.externalShare;
  return Math.round(((a.externalShare * ofA + b.externalShare * ofB) / (ofA + ofB)) * 100) / 100;
}
