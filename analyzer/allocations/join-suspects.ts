import { count, share as percent } from '../../format/quantities.ts';
import type { Suspect } from '../../format/report.ts';
import { type Bond, Bonds } from './bonds.ts';
import { type AllocationSite, bornSince, perInterval, survivesACapture, total } from './growing-sites.ts';
import type { HolderFunctions } from './holder-functions.ts';
import type { ReportedFrames } from './reported-frames.ts';
import type { SampledStack } from './sampled-stacks.ts';

/** One stack that was joined to a suspect, and what ties the two. */
export interface JoinedStack {
  readonly stack: SampledStack;
  readonly bond: Bond;
}

export interface Join {
  readonly suspect: Suspect;
  readonly stacks: readonly JoinedStack[];
}

/** Where nothing but one suspect and one growing site is left. */
const onlyOnes = 0.25;
/** Fewer may be there by chance: nothing is said of them. */
const fewestSamples = 3;

/**
 * Joins stacks that keep something alive to the suspects they feed. A stack names functions and no objects, so this is
 * a correlation: by functions that reach the holder or make its entries, else by the file of the holder, else, where
 * one suspect and one growing site stand alone, by that. Of several suspects that fit equally, a stack goes to the one
 * of which most is not explained yet.
 */
export function joinSuspects(
  suspects: readonly Suspect[],
  sites: readonly AllocationSite[],
  functionsOf: (suspect: Suspect) => HolderFunctions | undefined,
  frames: ReportedFrames,
): Join[] {
  const joined = new Map(suspects.map((suspect) => [suspect, [] as JoinedStack[]]));
  const open = new Map(suspects.map((suspect) => [suspect, suspect.growth.bytesPerInterval]));
  const bonds = suspects.map((suspect) => ({
    suspect,
    between: new Bonds(suspect, functionsOf(suspect), frames),
  }));
  const stacks = sites
    .flatMap((site) => site.stacks)
    .filter(survivesACapture)
    .toSorted((a, b) => bornSince(b.bytes) - bornSince(a.bytes));
  for (const stack of stacks) {
    const fits = bonds.flatMap(({ suspect, between }) => {
      const bond = between.with(stack.frames);
      return bond === undefined ? [] : [{ suspect, bond }];
    });
    const best = Math.max(...fits.map(({ bond }) => bond.strength));
    const [chosen] = fits
      .filter(({ bond }) => bond.strength === best)
      .toSorted((a, b) => open.get(b.suspect)! - open.get(a.suspect)!);
    if (chosen === undefined) continue;
    joined.get(chosen.suspect)!.push({ stack, bond: chosen.bond });
    open.set(chosen.suspect, open.get(chosen.suspect)! - perInterval(stack.bytes));
  }
  return suspects.map((suspect) => {
    const stacks = joined.get(suspect)!;
    return { suspect, stacks: samplesOf(stacks) < fewestSamples ? [] : stacks };
  });
}

/** Where one suspect has no stack and one growing site no suspect, they may belong together. */
export function joinWhatIsLeft(joins: readonly Join[], growing: readonly AllocationSite[]): Join[] {
  const taken = new Set(joins.flatMap(({ stacks }) => stacks.map(({ stack }) => stack)));
  const free = growing.filter(({ stacks }) => stacks.every((stack) => !taken.has(stack)));
  const bare = joins.filter(({ stacks }) => stacks.length === 0);
  if (bare.length !== 1 || free.length !== 1) return [...joins];
  const bond = { strength: onlyOnes, words: 'nothing else grows that is not explained' };
  const stacks = free[0].stacks.map((stack) => ({ stack, bond }));
  return joins.map((join) => (join === bare[0] ? { ...join, stacks } : join));
}

/**
 * How sure a join is: the strength of its bonds by bytes, less where few samples stand behind it, more where its bytes
 * per interval agree with the suspect's growth.
 */
export function confidenceOf({ suspect, stacks }: Join): number {
  const weights = stacks.map(({ stack }) => bornSince(stack.bytes));
  const all = total(weights);
  if (all === 0) return 0;
  const strength = stacks.reduce((sum, { bond }, i) => sum + (bond.strength * weights[i]) / all, 0);
  const error = 1 / Math.sqrt(samplesOf(stacks));
  const agrees = Math.abs(Math.log(shareOf({ suspect, stacks }))) < Math.log(2) + error;
  const sure = strength * (1 - error / 2) + (agrees ? 0.05 : -0.1);
  return Math.round(Math.min(0.95, Math.max(0.05, sure)) * 100) / 100;
}

export function shareOf({ suspect, stacks }: Join): number {
  // Sampling sees the JavaScript heap alone.
  const growth = suspect.growth.bytesPerInterval * (1 - suspect.externalShare);
  const intervals = Math.max(1, (stacks[0]?.stack.bytes.length ?? 2) - 1);
  const born = stacks.reduce((sum, { stack }) => sum + bornSince(stack.bytes), 0);
  return growth > 0 ? Math.round((born / intervals / growth) * 100) / 100 : 0;
}

export function samplesOf(stacks: readonly JoinedStack[]): number {
  return stacks.reduce((sum, { stack }) => sum + bornSince(stack.samples), 0);
}

export function evidenceOf(join: Join): string[] {
  const bonds = new Map(join.stacks.map(({ bond }) => [bond.words, bond.strength]));
  const words = [...bonds].toSorted(([, a], [, b]) => b - a).map(([text]) => text);
  const samples = samplesOf(join.stacks);
  const outside = join.suspect.externalShare >= 0.5;
  return [
    ...words.slice(0, 4),
    ...(outside ? ['most of the growth is outside of the JavaScript heap, which sampling does not see'] : []),
    `${count(samples)} samples since the first capture: give or take ${percent(Math.min(1, 1 / Math.sqrt(samples)))}`,
  ];
}
