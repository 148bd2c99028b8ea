import type { NativeCauseKind } from '../../format/native-cause.ts';
import { ownerLine, ownerName } from '../../format/native-owner-words.ts';
import type { NativeOwner, NativeOwners } from '../../format/native-owners.ts';
import { share } from '../../format/quantities.ts';
import type { Suspect } from '../../format/suspect.ts';
import type { Verdict } from '../../format/verdict.ts';
import { pageLimits } from '../../judgement/parameters/pages.ts';

/** Kinds of owners that someone can do something about. */
const nameable: ReadonlySet<NativeOwner['kind']> = new Set(['addon', 'binding', 'buffers']);

/** Causes by which memory is in use. */
const isHeld: ReadonlySet<NativeCauseKind> = new Set(['leak', 'unknown']);

/** The first that grew, if it can be named. */
export function firstOwner(owners: NativeOwners | undefined): NativeOwner | undefined {
  return owners?.owners.find(({ kind, growth }) => nameable.has(kind) && growth !== 'refuted');
}

/**
 * Names who takes the memory that the ledger saw growing. An owner never makes a verdict by itself: pages that were touched
 * may have taken the place of others.
 */
export function withFirstOwner(
  verdict: Verdict,
  owners: NativeOwners | undefined,
  cause?: NativeCauseKind,
): Verdict {
  const owner = firstOwner(owners);
  if (owner === undefined || owner.share < pageLimits.namesVerdict) return verdict;
  const { outcome, problem, sentence, evidence } = verdict;
  if (problem !== 'native' || (outcome !== 'growth' && outcome !== 'possible')) return verdict;
  const told = [...evidence, `new pages: ${ownerLine(owner)}`];
  // Who touched memory that is free again has nothing to release.
  if (cause !== undefined && !isHeld.has(cause)) return { ...verdict, evidence: told };
  return {
    ...verdict,
    sentence: `${sentence}, ${share(owner.share)} of the new memory by ${ownerName(owner)}`,
    evidence: told,
    next: [nextFor(owner), ...verdict.next],
  };
}

function nextFor(owner: NativeOwner): string {
  const by = owner.calledBy === undefined ? '' : `, from \`${owner.calledBy.name}\` on`;
  return owner.kind === 'buffers'
    ? `look for Buffers and ArrayBuffers that are kept${by}`
    : `look for objects of ${ownerName(owner)} that are never closed or released${by}`;
}

/** Owners whose handles a suspect keeps: both are told together. */
export function joinedWithSuspects(
  owners: NativeOwners | undefined,
  suspects: readonly Suspect[],
): NativeOwners | undefined {
  if (owners === undefined) return undefined;
  return {
    ...owners,
    owners: owners.owners.map((owner) => {
      const suspect = suspects.find((each) => keepsHandlesOf(each, owner));
      return suspect === undefined ? owner : { ...owner, suspect: suspect.fingerprint };
    }),
  };
}

/** Both sides have much the same name for it: a `Deflate` of the heap is made by `deflateInit2_`. */
function keepsHandlesOf(
  { entryClass, anatomy, path }: Suspect,
  { kind, name, entry, functions }: NativeOwner,
): boolean {
  if (kind !== 'addon' && kind !== 'binding') return false;
  const native = [name, entry ?? '', ...functions.map((each) => each.name)].flatMap((each) =>
    each.toLowerCase().split('::'),
  );
  const classes = [
    entryClass,
    ...(anatomy?.parts ?? []).map((part) => part.name),
    ...path.map((step) => step.name),
  ];
  return classes.some((each) => isHandle(each) && native.some((part) => part.startsWith(each.toLowerCase())));
}

/** Words that any heap is full of say nothing. */
function isHandle(name: string): boolean {
  return (
    /^[A-Z]\w{3,}$/.test(name) && !/^(?:Object|Array|Function|Buffer|String|Promise|Node|Module)$/.test(name)
  );
}
