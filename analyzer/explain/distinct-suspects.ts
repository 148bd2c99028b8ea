import { createHash } from 'node:crypto';
import type { Holder, PathStep, Suspect } from '../../format/suspect.ts';
import type { NodeIndex } from '../parse/snapshot-columns.ts';
import { expressionOf } from '../paths/expression.ts';
import type { ExplainedFinding } from './witness.ts';

/**
 * Gives each suspect a fingerprint of its own. Two scopes of one page or two instances of one class have equal paths: the
 * first keeps the plain fingerprint, and the others get one with their number. The order is that of the places on their
 * paths, then that in which their holders were made, so that it is the same in the next run.
 */
export function withOwnFingerprints(found: readonly ExplainedFinding[]): ExplainedFinding[] {
  const equals = groupBy(found, ({ suspect }) => suspect.fingerprint);
  return found.map((one) => {
    const group = equals.get(one.suspect.fingerprint)!;
    if (group.length === 1) return one;
    const place = group.toSorted(inOrder).indexOf(one);
    if (place === 0) return one;
    const fingerprint = numbered(one.suspect.fingerprint, place + 1);
    return { ...one, suspect: { ...one.suspect, fingerprint } };
  });
}

function inOrder(a: ExplainedFinding, b: ExplainedFinding): number {
  const [left, right] = [wholeText(a.suspect.path), wholeText(b.suspect.path)];
  if (left !== right) return left < right ? -1 : 1;
  return holderOf(a) - holderOf(b);
}

function wholeText(path: readonly PathStep[]): string {
  return path.map(({ edge, name, location = '' }) => `${edge}>${name}@${location}`).join('\n');
}

/** Nodes stand in a snapshot in the order of their ids, and ids are given in the order of making. */
function holderOf({ finding }: ExplainedFinding): NodeIndex {
  return finding.shape === 'slot' ? finding.slot.owner : (finding.holding.holders.at(0)?.node ?? 0);
}

function numbered(fingerprint: string, number: number): string {
  return createHash('sha256').update(`${fingerprint}\n${number}`).digest('hex').slice(0, 8);
}

/** Suspects whose titles are equal get what tells them apart: their module, else their whole expression, else a number. */
export function withOwnTitles(suspects: readonly Suspect[]): Suspect[] {
  const equals = groupBy(suspects, ({ title }) => title);
  return suspects.map((suspect) => {
    const group = equals.get(suspect.title)!;
    if (group.length === 1) return suspect;
    return { ...suspect, title: `${suspect.title} (${marksOf(group)[group.indexOf(suspect)]})` };
  });
}

function marksOf(group: readonly Suspect[]): readonly string[] {
  const candidates = [
    group.map(({ path }) => path.findLast(({ kind }) => kind === 'module')?.name),
    group.map(({ path }) => path.findLast(isPlaced)?.location),
    group.map(({ path }) => path.findLast(({ declared }) => declared !== undefined)?.declared),
    group.map(({ holders }) => holders.at(0)?.expression),
    group.map(({ holders }) => withIndexes(holders.at(0))),
  ];
  const telling = candidates.find(
    (marks) => marks.every((mark) => mark !== undefined) && new Set(marks).size === group.length,
  );
  return (telling as readonly string[] | undefined) ?? group.map((_, k) => `${k + 1} of ${group.length}`);
}

function isPlaced({ kind, location }: PathStep): boolean {
  return kind !== 'entry' && location !== undefined;
}

/** `pools[0]` and `pools[1]`, which are both `pools[]` as a rule. */
function withIndexes(holder: Holder | undefined): string | undefined {
  if (holder === undefined) return undefined;
  const path = holder.path.map((step) =>
    step.edge === '[]' && step.index !== undefined ? { ...step, edge: `[${step.index}]` } : step,
  );
  return expressionOf(path) || undefined;
}

function groupBy<Each>(all: readonly Each[], keyOf: (each: Each) => string): Map<string, Each[]> {
  const groups = new Map<string, Each[]>();
  for (const each of all) {
    const group = groups.get(keyOf(each));
    if (group === undefined) groups.set(keyOf(each), [each]);
    else group.push(each);
  }
  return groups;
}
