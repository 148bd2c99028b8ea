import { counted } from '../../format/quantities.ts';
import type { PathStep } from '../../format/suspect.ts';
import { hanging } from '../../judgement/parameters/hanging.ts';
import { fewestLinks, longestPeriod } from '../heap/chains.ts';
import type { NodeIndex } from '../parse/snapshot-columns.ts';

/** A step, and the node that it reaches: of a folded chain its first link. */
export interface PlacedStep {
  readonly step: PathStep;
  readonly node: NodeIndex;
}

/**
 * A path that a person can read and a file can hold, however deep the heap is. Links that repeat become one step that says
 * how often, rounds of several steps as many as one round has, and what is still too long loses its middle.
 */
export function foldPath(steps: readonly PlacedStep[]): PlacedStep[] {
  return withoutMiddle(foldRounds(foldRepeats(steps)));
}

/** Two names in a row are a chain already. Elements are not: `grid[][]` is no list. */
function foldRepeats(steps: readonly PlacedStep[]): PlacedStep[] {
  const folded: PlacedStep[] = [];
  for (const placed of steps) {
    const last = folded.at(-1);
    const repeats = last !== undefined && areAlike(last, placed);
    if (repeats && !placed.step.edge.startsWith('[')) folded[folded.length - 1] = chainOf(last, 1);
    else folded.push(placed);
  }
  return folded;
}

/** Promise, reaction, promise, reaction, …: enough equal rounds are a chain, also of elements. */
function foldRounds(steps: readonly PlacedStep[]): PlacedStep[] {
  const folded: PlacedStep[] = [];
  for (let at = 0; at < steps.length; ) {
    const { period, rounds } = roundsAt(steps, at);
    for (let k = at; k < at + period; k++) folded.push(rounds > 1 ? chainOf(steps[k], rounds - 1) : steps[k]);
    at += period * rounds;
  }
  return folded;
}

function roundsAt(
  steps: readonly PlacedStep[],
  at: number,
): { readonly period: number; readonly rounds: number } {
  for (let period = 1; period <= longestPeriod; period++) {
    let end = at + period;
    while (end < steps.length && areAlike(steps[end], steps[end - period])) end++;
    const rounds = Math.floor((end - at) / period);
    if (rounds >= fewestLinks) return { period, rounds };
  }
  return { period: 1, rounds: 1 };
}

function areAlike({ step: a }: PlacedStep, { step: b }: PlacedStep): boolean {
  return a.edge === b.edge && a.name === b.name;
}

function chainOf({ step, node }: PlacedStep, more: number): PlacedStep {
  return { node, step: { ...step, kind: 'chain', repeats: (step.repeats ?? 1) + more } };
}

/** Where a path begins and where it ends tells most. A digit in a name is none in a fingerprint. */
function withoutMiddle(steps: PlacedStep[]): PlacedStep[] {
  if (steps.length <= hanging.longestPath) return steps;
  const kept = Math.floor((hanging.longestPath - 1) / 2);
  const left = steps.slice(kept, -kept);
  const middle: PathStep = { edge: '[…]', name: `… ${counted(left.length, 'more step')} …`, kind: 'chain' };
  return [...steps.slice(0, kept), { step: middle, node: left[0].node }, ...steps.slice(-kept)];
}
