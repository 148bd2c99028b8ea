import type { BirthEvidence, Counts, Work } from '../../judgement/evidence.ts';
import { holderLimits } from '../../judgement/parameters/holders.ts';
import { isContradicted } from '../../judgement/proof.ts';
import { prove } from '../../judgement/prove.ts';
import type { AgedHeap } from '../heap/aged-heap.ts';
import type { NodeIndex } from '../parse/snapshot-columns.ts';
import type { Accumulation } from './accumulation.ts';
import type { EarlierAnswers } from './earlier-captures.ts';
import type { EntryHolder } from './entry-holder.ts';
import { type ContainerHistory, gainedEntries, type PileFinding } from './findings.ts';
import { leastPerInterval } from './groups.ts';
import type { CountedContainer, GrowthQuestions } from './growth-questions.ts';
import { inOrderOfUse } from './order-of-holders.ts';
import { retainedOverTime } from './owners.ts';
import { limitOfRuntime } from './runtime-limits.ts';

/** Judges each pile by what the earlier captures say of its owners; several below one holder are one finding. */
export function pileFindings(
  questions: GrowthQuestions,
  earlier: readonly EarlierAnswers[],
  work: Work,
): PileFinding[] {
  const { heap, found, external } = questions;
  return mergeByHolder(
    heap,
    found.map((one) => ({
      ...pileFinding(questions, one, earlier, work),
      externalBytes: external.get(one)!,
    })),
  );
}

function pileFinding(
  questions: GrowthQuestions,
  accumulation: Accumulation,
  earlier: readonly EarlierAnswers[],
  work: Work,
): Omit<PileFinding, 'externalBytes'> {
  const { heap, owners, holdings, containers } = questions;
  const { group, residue, bytesPerInterval } = accumulation;
  const holding = holdings.get(accumulation)!;
  const retained = retainedOverTime(heap, owners.get(accumulation)!, earlier);
  const container = containerHistory(heap, containers.get(accumulation), earlier);
  const born = [...(residue ? group.bytes : group.newborn)];
  const pile = { piles: [accumulation], born, retained, ...(container === undefined ? {} : { container }) };
  return {
    shape: 'pile',
    holding,
    ...pile,
    bytesPerInterval,
    proof: prove(heap.datedByPaths ? byPathClasses(pile, work) : evidenceOf(pile, work)),
  };
}

type Pile = Pick<PileFinding, 'piles' | 'born' | 'retained' | 'container'>;

/** Entries are counted exactly if there is a container; bytes of an owner far above are moved by others as well. */
function evidenceOf({ container, born, retained, piles }: Pile, work: Work): BirthEvidence {
  const counts = countsOf({ container, piles });
  const common = { kind: 'births', source: 'captures', counts, work } as const;
  if (container !== undefined && leastPerInterval(container.born) > 0)
    return { ...common, check: 'container', unit: 'entries', ...evidenceOfContainer(container) };
  const [{ residue, tree }] = piles;
  const check = residue && tree === undefined ? 'rest' : 'owner';
  // Without earlier captures nobody was asked what the owners held.
  return {
    ...common,
    check,
    unit: 'bytes',
    born,
    ...(retained.length < born.length ? {} : { held: retained }),
  };
}

function evidenceOfContainer({ born, entries, limit }: ContainerHistory) {
  return { born, held: entries, ...(limit === undefined ? {} : { limit }) };
}

/**
 * Objects are dated by how many of their path class each capture has, and classes that ever shrank are not dated: what
 * was born up to a capture is what it held of them. So each capture was asked, by the dating; there is no second witness.
 */
function byPathClasses({ born, piles }: Pile, work: Work): BirthEvidence {
  let sum = 0;
  const held = born.map((bytes) => (sum += bytes));
  return {
    kind: 'births',
    source: 'paths',
    unit: 'bytes',
    check: 'owner',
    born,
    held,
    counts: countsOf({ piles }),
    work,
  };
}

interface Counted {
  readonly piles: PileFinding['piles'];
  readonly container?: ContainerHistory | undefined;
}

/**
 * What was gained in each interval: of a container what was born in it and lives, and by how much it became larger, which
 * is less if it also lets go; else members of the group.
 */
export function countsOf({ container, piles: [{ group, residue }] }: Counted): Counts {
  if (!gainedEntries(container)) return { gains: residue ? [] : [[...group.births.slice(1)]] };
  const { born, entries } = container;
  const larger = entries.slice(1).map((count, k) => count - entries[k]);
  return { gains: [born.slice(1), larger], held: entries[entries.length - 1] };
}

/** The entries of a container over time, if every earlier capture knows it. */
function containerHistory(
  heap: AgedHeap,
  container: CountedContainer | undefined,
  earlier: readonly EarlierAnswers[],
): ContainerHistory | undefined {
  if (container === undefined || earlier.length === 0) return undefined;
  const { node, born } = container;
  const before = earlier.flatMap((capture) => capture.entries.get(heap.graph.id(node)) ?? []);
  if (before.length < earlier.length) return undefined;
  const limit = limitOfRuntime(heap, node);
  return {
    node,
    born,
    entries: [...before, born.reduce((sum, count) => sum + count, 0)],
    ...(limit === undefined ? {} : { limit }),
  };
}

/** Several piles below one holder are one leak seen from several sides. */
function mergeByHolder(heap: AgedHeap, findings: readonly PileFinding[]): PileFinding[] {
  const merged: PileFinding[] = [];
  const byHolder = new Map<NodeIndex, number>();
  const isRefuted = ({ proof }: PileFinding) => isContradicted(proof);
  const byProof = findings.toSorted(
    (a, b) => Number(isRefuted(a)) - Number(isRefuted(b)) || b.bytesPerInterval - a.bytesPerInterval,
  );
  for (const finding of byProof) {
    const nodes = finding.holding.holders.map((holder) => holder.node);
    const at = nodes.map((node) => byHolder.get(node)).find((index) => index !== undefined);
    const index = at ?? merged.length;
    if (at === undefined) merged.push(finding);
    // What the earlier captures refute comes and goes: it is no part of what stays.
    else if (isRefuted(merged[at]) === isRefuted(finding)) merged[at] = join(heap, merged[at], finding);
    for (const node of nodes) if (!byHolder.has(node)) byHolder.set(node, index);
  }
  return merged;
}

/** Both were judged alike, each by its own owners: the proof is that of the stronger one. */
function join(heap: AgedHeap, first: PileFinding, second: PileFinding): PileFinding {
  const holders = joinHolders(heap, first, second);
  return {
    ...first,
    ...containerOf(holders[0], first, second),
    born: first.born.map((bytes, a) => bytes + second.born[a]),
    holding: { ...first.holding, holders },
    piles: [...first.piles, ...second.piles],
    bytesPerInterval: first.bytesPerInterval + second.bytesPerInterval,
    externalBytes: first.externalBytes + second.externalBytes,
  };
}

/** The holder that is named first may be another one now: then the entries that are told are its own, if it was counted. */
function containerOf(
  named: EntryHolder | undefined,
  { container: first }: PileFinding,
  { container: second }: PileFinding,
): Pick<PileFinding, 'container'> {
  const container = second?.node === named?.node ? (second ?? first) : (first ?? second);
  return container === undefined ? {} : { container };
}

/**
 * The holders of either finding, with their share of both by bytes: small parts of large objects may have many holders,
 * as a string has that stands in a log as well, and these do not keep the objects.
 */
function joinHolders(heap: AgedHeap, first: PileFinding, second: PileFinding): EntryHolder[] {
  const total = newborn(first) + newborn(second);
  const shares = new Map<NodeIndex, number>();
  for (const finding of [first, second]) {
    for (const { node, share } of finding.holding.holders) {
      shares.set(node, (shares.get(node) ?? 0) + (share * newborn(finding)) / total);
    }
  }
  const joined = inOrderOfUse(
    heap,
    [...shares].map(([node, share]) => ({ node, share })),
  );
  return joined.filter(({ share }, k) => k === 0 || share >= holderLimits.leastShare);
}

function newborn({ born }: PileFinding): number {
  return Math.max(
    1,
    born.slice(1).reduce((sum, bytes) => sum + bytes, 0),
  );
}
