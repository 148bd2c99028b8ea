import { ownerLine, ownerName } from '../../format/native-owner-words.ts';
import type { NativeOwner, NativeOwners } from '../../format/native-owners.ts';
import { share } from '../../format/quantities.ts';
import type { Suspect } from '../../format/suspect.ts';
import type { Verdict } from '../../format/verdict.ts';
import { pageLimits } from '../../judgement/parameters/pages.ts';

/** Kinds of owners that someone can do something about. */
const nameable: ReadonlySet<NativeOwner['kind']> = new Set(['addon', 'binding', 'buffers']);

/** The first that grew, if it can be named. */
export function firstOwner(owners: NativeOwners | undefined): NativeOwner | undefined {
  return owners?.owners.find(({ kind, growth }) => nameable.has(kind) && growth !== 'refuted');
}

/**
 * Names who takes the memory that the ledger saw growing. An owner never makes a verdict by itself: pages that were touched
 * may have taken the place of others.
 */
export function withFirstOwner(verdict: Verdict, owners: NativeOwners | undefined): Verdict {
  const owner = firstOwner(owners);
  if (owner === undefined || owner.share < pageLimits.namesVerdict) return verdict;
  const { outcome, problem, sentence, evidence } = verdict;
  if (problem !== 'native' || (outcome !== 'growth' && outcome !== 'possible')) return verdict;
  return {
    ...verdict,
    sentence: `${sentence}, ${share(owner.share)} of it for ${ownerName(owner)}`,
    evidence: [...evidence, `new pages: ${ownerLine(owner)}`],
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

/** A class of the runtime or addon is called alike on both sides: `Zlib` in the heap is `ZlibContext` in native code. */
function keepsHandlesOf(
  { entryClass, anatomy, path }: Suspect,
  { kind, name, entry, functions }: NativeOwner,
): boolean {
  if (kind !== 'addon' && kind !== 'binding') return false;
  const native = [name, entry ?? '', ...functions.map((each) => each.name)].flatMap((each) =>
    each.split('::'),
  );
  const classes = [
    entryClass,
    ...(anatomy?.parts ?? []).map((part) => part.name),
    ...path.map((step) => step.name),
  ];
  return classes.some((each) => isHandle(each) && native.some((part) => part.startsWith(each)));
}

/** Words that any heap is full of say nothing. */
function isHandle(name: string): boolean {
  return (
    /^[A-Z]\w{3,}$/.test(name) && !/^(?:Object|Array|Function|Buffer|String|Promise|Node|Module)$/.test(name)
  );
}
