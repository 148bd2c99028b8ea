import type { CallFrame } from '../../format/heap-profile.ts';
import { count, share as percent } from '../../format/quantities.ts';
import type { Suspect } from '../../format/suspect.ts';
import { joinLimits } from '../../judgement/parameters/sites.ts';
import type { FunctionTexts } from '../sources/function-texts.ts';
import { type Bond, Bonds } from './bonds.ts';
import { bornSince, type SampledSite, survivesACapture, total } from './growing-sites.ts';
import type { HolderFunctions } from './holder-functions.ts';
import { ownFrames, siteFrame } from './own-frames.ts';
import type { ReportedFrames } from './reported-frames.ts';
import { functionKey, type SampledStack } from './sampled-stacks.ts';

/** One stack that was joined to a suspect, and what ties the two. */
export interface JoinedStack {
  readonly stack: SampledStack;
  readonly bond: Bond;
  /** The share of the stack that is this suspect's: one function may feed several. */
  readonly part: number;
}

export interface Join {
  readonly suspect: Suspect;
  readonly stacks: readonly JoinedStack[];
}

const { fewestSamples, answersFrom, alike, agreeing, beside, mostShare, mostShareAlone, leastShare } =
  joinLimits;

interface Candidate {
  readonly suspect: Suspect;
  readonly bond: Bond;
}

interface Choice {
  readonly stack: SampledStack;
  /** Those that its calls are tied to most strongly. */
  readonly candidates: readonly Candidate[];
  /** The call that decides. */
  readonly call: string;
}

/**
 * Joins stacks that keep something alive to the suspects they feed. A stack names functions and no objects, so this is
 * a correlation: the innermost call that reaches a holder or makes its entries answers for the allocation, and the
 * calls around it do not. If it is tied to several suspects equally, amounts decide.
 */
export function joinSuspects(
  suspects: readonly Suspect[],
  sites: readonly SampledSite[],
  functionsOf: (suspect: Suspect) => HolderFunctions | undefined,
  frames: ReportedFrames,
  texts: FunctionTexts,
): Join[] {
  const bonds = suspects.map((suspect) => ({
    suspect,
    between: new Bonds(suspect, functionsOf(suspect), frames, texts),
  }));
  const choices = sites
    .flatMap((site) => site.stacks)
    .filter(survivesACapture)
    .flatMap((stack) => choiceOf(stack, bonds) ?? []);
  const joined = new Map(suspects.map((suspect) => [suspect, [] as JoinedStack[]]));
  const open = new Map(suspects.map((suspect) => [suspect, heapGrowth(suspect)]));
  const join = (stack: SampledStack, { suspect, bond }: Candidate, part: number) => {
    joined.get(suspect)!.push({ stack, bond, part });
    open.set(suspect, Math.max(0, open.get(suspect)! - part * meanPerInterval(stack)));
  };
  for (const { stack, candidates } of choices) if (candidates.length === 1) join(stack, candidates[0], 1);
  for (const group of undecided(choices))
    for (const [suspect, part] of partsByAmount(group, open))
      for (const { stack, candidates } of group)
        join(stack, candidates.find((one) => one.suspect === suspect)!, part);
  return suspects.map((suspect) => ({ suspect, stacks: joined.get(suspect)! }));
}

function choiceOf(
  stack: SampledStack,
  bonds: readonly { readonly suspect: Suspect; readonly between: Bonds }[],
): Choice | undefined {
  const own = ownFrames(stack.frames);
  let weak: Choice | undefined;
  let strongestWeak = 0;
  for (const frame of calls(stack, own)) {
    const fits = bonds.flatMap(({ suspect, between }) => {
      const bond = between.with(frame);
      return bond === undefined ? [] : [{ suspect, bond }];
    });
    const best = Math.max(0, ...fits.map(({ bond }) => bond.strength));
    const candidates = fits.filter(({ bond }) => bond.strength >= best - alike);
    if (best >= answersFrom) return { stack, candidates, call: functionKey(frame) };
    if (best > strongestWeak) {
      weak = { stack, candidates, call: functionKey(frame) };
      strongestWeak = best;
    }
  }
  return weak;
}

/** What Node and the engine do inside the innermost call may name what is made, as `Timeout` does. */
function calls({ frames }: SampledStack, own: readonly CallFrame[]) {
  const innermost = own.length === 0 ? frames.length : frames.indexOf(own[0]);
  return [...frames.slice(0, innermost), ...own];
}

/** Stacks that the same call decides between the same suspects are decided together, the largest first. */
function undecided(choices: readonly Choice[]): Choice[][] {
  const groups = new Map<string, Choice[]>();
  for (const choice of choices) {
    if (choice.candidates.length < 2) continue;
    const fingerprints = choice.candidates.map(({ suspect }) => suspect.fingerprint);
    const key = [choice.call, ...fingerprints].join();
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [choice]);
    else group.push(choice);
  }
  return [...groups.values()].toSorted((a, b) => rateOf(b) - rateOf(a));
}

function rateOf(choices: readonly Choice[]): number {
  return total(choices.map(({ stack }) => meanPerInterval(stack)));
}

/**
 * The suspect whose unexplained growth is as large as what was sampled, or all of them in proportion if together they are
 * nearer to it; less than any gains goes to the one that gains most.
 */
function partsByAmount(
  choices: readonly Choice[],
  open: ReadonlyMap<Suspect, number>,
): readonly (readonly [Suspect, number])[] {
  const rate = rateOf(choices);
  const suspects = choices[0].candidates
    .map(({ suspect }) => ({ suspect, gains: open.get(suspect)! }))
    .toSorted((a, b) => b.gains - a.gains);
  const all = total(suspects.map(({ gains }) => gains));
  const differs = (gains: number) => Math.abs(Math.log(Math.max(1, gains) / Math.max(1, rate)));
  const [nearest] = suspects.toSorted((a, b) => differs(a.gains) - differs(b.gains));
  const isOne = differs(nearest.gains) <= differs(all);
  if (isOne && differs(nearest.gains) <= Math.log(agreeing)) return [[nearest.suspect, 1]];
  if (isOne && rate < suspects[0].gains) return [[suspects[0].suspect, 1]];
  return suspects
    .filter(({ gains }) => gains > 0)
    .map(({ suspect, gains }) => [suspect, gains / all] as const);
}

/**
 * Leaves out what cannot be the origin: calls that keep far more alive than the suspect gains, or next to nothing of it,
 * and beside calls with the holder at hand those that are merely nearby.
 */
export function withoutStrangers({ suspect, stacks }: Join): Join {
  const best = Math.max(0, ...stacks.map(({ bond }) => bond.strength));
  const near = stacks.filter(({ bond }) => best < answersFrom || bond.strength > beside * best);
  const kept = agreeingSites(suspect, near);
  return { suspect, stacks: samplesOf(kept) < fewestSamples ? [] : kept };
}

function agreeingSites(suspect: Suspect, stacks: readonly JoinedStack[]): readonly JoinedStack[] {
  if (!isMeasured(suspect)) return stacks;
  const calls = groupBy(stacks, (frames) => ownFrames(frames)[0])
    .map((stacks) => ({ stacks, share: shareOfStacks(suspect, stacks), strength: strengthOf(stacks) }))
    .toSorted((a, b) => b.strength - a.strength || b.share - a.share);
  const kept: JoinedStack[] = [];
  for (const { stacks } of calls)
    if (shareOfStacks(suspect, [...kept, ...stacks]) < bound([...kept, ...stacks])) kept.push(...stacks);
  if (kept.length === 0 && calls.length > 0) return isAloneAtHand(calls[0]) ? calls[0].stacks : [];
  return groupBy(kept, siteFrame)
    .filter((stacks) => shareOfStacks(suspect, stacks) >= leastShare)
    .flat();
}

/** Nothing else feeds the suspect: a call that can reach its holder does, and keeps other things alive as well. */
function isAloneAtHand({ strength, share }: { readonly strength: number; readonly share: number }): boolean {
  return strength >= answersFrom && share < mostShareAlone;
}

/** Few samples may stand for half as much again by chance. */
function bound(stacks: readonly JoinedStack[]): number {
  return mostShare * (1 + chanceOf(stacks));
}

function groupBy(
  stacks: readonly JoinedStack[],
  frameOf: (frames: SampledStack['frames']) => CallFrame | undefined,
): JoinedStack[][] {
  const groups = new Map<string, JoinedStack[]>();
  for (const joined of stacks) {
    const frame = frameOf(joined.stack.frames);
    const key = frame === undefined ? '' : functionKey(frame);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [joined]);
    else group.push(joined);
  }
  return [...groups.values()];
}

/**
 * What no call could be tied to, as growth that Node's own objects hold, may be what a growing site allocates: if
 * their amounts agree and those of no other site do, or if nothing else is left.
 */
export function joinWhatIsLeft(joins: readonly Join[], growing: readonly SampledSite[]): Join[] {
  const taken = new Set(joins.flatMap(({ stacks }) => stacks.map(({ stack }) => stack)));
  let free = growing.filter(({ stacks }) => stacks.every((stack) => !taken.has(stack)));
  const left = joins.filter(({ stacks }) => stacks.length === 0).length;
  return joins.map((join) => {
    if (join.stacks.length > 0) return join;
    const fits = free.filter((site) => agrees(join.suspect, site));
    const isLast = left === 1 && free.length === 1;
    const site = fits.length === 1 ? fits[0] : isLast && !isMeasured(join.suspect) ? free[0] : undefined;
    if (site === undefined) return join;
    free = free.filter((other) => other !== site);
    const bond = isLast
      ? { strength: joinLimits.onlyOnes, words: 'it is the only growth that is still unexplained' }
      : {
          strength: joinLimits.likeAmounts,
          words: 'its surviving allocations per interval match the growth of this suspect',
        };
    return { ...join, stacks: site.stacks.map((stack) => ({ stack, bond, part: 1 })) };
  });
}

function agrees(suspect: Suspect, { stacks }: SampledSite): boolean {
  if (!isMeasured(suspect)) return false;
  const joined = stacks.map((stack) => ({ stack, bond: { strength: 0, words: '' }, part: 1 }));
  const share = shareOfStacks(suspect, joined);
  return share > 1 / agreeing && share < mostShare;
}

/**
 * How sure a join is: the strength of its bonds by bytes, less if few samples stand behind it, more if its bytes
 * per interval agree with the suspect's growth.
 */
export function confidenceOf(join: Join): number {
  const { stacks } = join;
  if (bornOf(stacks) === 0) return 0;
  const error = chanceOf(stacks);
  const share = isMeasured(join.suspect) ? shareOfStacks(join.suspect, stacks) : undefined;
  const sure = strengthOf(stacks) * (1 - joinLimits.chance * error) + agreement(share, error);
  return Math.round(Math.min(joinLimits.mostSure, Math.max(joinLimits.leastSure, sure)) * 100) / 100;
}

function agreement(share: number | undefined, error: number): number {
  if (share === undefined) return 0;
  const isNear = Math.abs(Math.log(share)) < Math.log(agreeing) + error;
  return isNear ? joinLimits.agrees : joinLimits.disagrees;
}

/** Undefined if sampling cannot tell it: most of the growth is outside the heap, or the samples are too few. */
export function shareOf({ suspect, stacks }: Join): number | undefined {
  if (!isMeasured(suspect) || stacks.length === 0) return undefined;
  const share = Math.round(shareOfStacks(suspect, stacks) * 100) / 100;
  return share < mostShare ? share : undefined;
}

function shareOfStacks(suspect: Suspect, stacks: readonly JoinedStack[]): number {
  const intervals = Math.max(1, (stacks[0]?.stack.bytes.length ?? 2) - 1);
  return bornOf(stacks) / intervals / heapGrowth(suspect);
}

/** Sampling sees the JavaScript heap alone. */
function isMeasured(suspect: Suspect): boolean {
  return suspect.externalShare < joinLimits.measured && heapGrowth(suspect) > 0;
}

function heapGrowth({ growth, externalShare }: Suspect): number {
  return growth.bytesPerInterval * (1 - externalShare);
}

function bornOf(stacks: readonly JoinedStack[]): number {
  return total(stacks.map(({ stack, part }) => part * bornSince(stack.bytes)));
}

function meanPerInterval({ bytes }: SampledStack): number {
  return bornSince(bytes) / Math.max(1, bytes.length - 1);
}

function strengthOf(stacks: readonly JoinedStack[]): number {
  const all = bornOf(stacks);
  return total(stacks.map(({ stack, bond, part }) => (bond.strength * part * bornSince(stack.bytes)) / all));
}

/** How far off so few samples may be. */
function chanceOf(stacks: readonly JoinedStack[]): number {
  return 1 / Math.sqrt(Math.max(1, samplesOf(stacks)));
}

export function samplesOf(stacks: readonly JoinedStack[]): number {
  return Math.round(total(stacks.map(({ stack, part }) => part * bornSince(stack.samples))));
}

export function evidenceOf(join: Join): string[] {
  const bonds = new Map(join.stacks.map(({ bond }) => [bond.words, bond.strength]));
  const words = [...bonds].toSorted(([, a], [, b]) => b - a).map(([text]) => text);
  const samples = samplesOf(join.stacks);
  const outside = join.suspect.externalShare >= joinLimits.measured;
  return [
    ...words.slice(0, 4),
    ...(outside ? ['most of the growth is outside the JavaScript heap, and sampling does not see it'] : []),
    `${count(samples)} samples since the first capture: ±${percent(Math.min(1, chanceOf(join.stacks)))}`,
  ];
}

/** The stack as far as it is the suspect's. */
export function partOf({ stack, part }: JoinedStack): SampledStack {
  if (part === 1) return stack;
  const scaled = (values: readonly number[]) => values.map((value) => value * part);
  return { ...stack, bytes: scaled(stack.bytes), samples: scaled(stack.samples), alive: scaled(stack.alive) };
}
