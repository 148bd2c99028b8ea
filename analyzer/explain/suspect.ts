import type { Interval } from '../../format/coverage.ts';
import { bytes, count } from '../../format/quantities.ts';
import type { Growth, Holder, PathStep, Suspect } from '../../format/suspect.ts';
import type { Bytes } from '../../format/units.ts';
import type { Details } from '../details.ts';
import { holdsBytes } from '../graph/byte-classes.ts';
import { type GrowthFinding, gainedEntries } from '../growth/findings.ts';
import type { GrowingTable } from '../growth/growing-tables.ts';
import type { AgedHeap } from '../heap/aged-heap.ts';
import type { NodeIndex } from '../parse/snapshot-columns.ts';
import type { CheapestPaths } from '../paths/cheapest-path.ts';
import { expressionOf } from '../paths/expression.ts';
import { functionInWords } from '../paths/program-function.ts';
import { retainingPath } from '../paths/retaining-path.ts';
import { judge, objectsPerOperation } from './confidence.ts';
import type { Course } from './course.ts';
import { describeSubject } from './describe-subject.ts';
import { withDetachedParts } from './detached-parts.ts';
import { isOfOpenOwner } from './ended/judge-ends.ts';
import { openOwnerEvidence, openOwnerRemedy } from './ended/open-owner.ts';
import { fingerprintOf } from './fingerprint.ts';
import type { Recognition } from './inspector.ts';
import { inspectors } from './inspectors/index.ts';
import { eachFunction, programLead, waitingFunction } from './program-lead.ts';
import type { Subject } from './subject.ts';

/** Turns one finding into what the report says of it. */
export function suspectOf(
  heap: AgedHeap,
  paths: CheapestPaths,
  finding: GrowthFinding,
  course: Course,
  details: Details,
): Suspect {
  const { intervals } = course;
  const subject = describeSubject(heap, paths, finding, details);
  const recognition = recognize(subject, details);
  const operations = intervals.map((interval) => interval.operations);
  const { confidence, evidence } = judge(subject, course, details);
  const path = [...subject.holderPath, ...subject.entryPath, ...subject.wayToProgram];
  return {
    fingerprint: fingerprintOf(path),
    kind: recognition.kind,
    title: titleOf(subject, recognition, details),
    confidence,
    confirmed: finding.proof.verdict === 'proven',
    ...(mayEnd(finding) ? { slowing: true } : {}),
    ...(isOfOpenOwner(finding) ? { ofOpenOwner: true } : {}),
    path,
    holders: holdersOf(heap, paths, subject),
    survivors: subject.survivors,
    growth: growthOf(subject, intervals, operations),
    externalShare: externalShare(subject),
    retainedSize: retainedSizeOf(subject),
    entryClass: subject.entryClass,
    entryCount: subject.survivors.counts.reduce((sum, count) => sum + count, 0),
    evidence: [
      ...details.add('owners that are open are', [], () => openOwnerEvidence(heap, paths, finding)),
      ...evidence,
      ...overTime(subject, (node) => expressionOf(retainingPath(heap, paths, node))),
      ...(recognition.evidence ?? []),
    ],
    remedy: [...openOwnerRemedy(finding), ...recognition.remedy],
  };
}

/** It gains ever less, or grew in one step: it may end by itself. */
function mayEnd({ proof: { reasons } }: GrowthFinding): boolean {
  return reasons.includes('slowing') || reasons.includes('one-step');
}

function recognize(subject: Subject, details: Details): Recognition {
  for (const inspector of inspectors) {
    const recognition = details.add('kinds of leaks are', undefined, () => inspector.inspect(subject));
    if (recognition !== undefined)
      return details.add('detached elements are', recognition, () => withDetachedParts(subject, recognition));
  }
  return unrecognized(subject);
}

/** The last inspector recognizes everything, unless there is a fault in it. */
function unrecognized({ holderClass }: Subject): Recognition {
  return { kind: 'objects', what: `\`${holderClass || 'heap'}\``, gains: 'objects', remedy: [] };
}

const functions = 'functions of the program in titles are';

function titleOf(subject: Subject, recognition: Recognition, details: Details): string {
  const { gains } = recognition;
  // Where only roots hold it, there is no class of a holder in front of its name.
  const held = recognition.what.trimStart();
  const lead = details.add(functions, undefined, () => programLead(subject, recognition));
  const what = lead ?? held;
  const others = alikeOf(subject).length;
  const gain = others === 0 ? `${what} gains` : `${what} and ${count(others)} like it gain`;
  const keeps = losesNothing(subject) ? ' and never loses any' : '';
  const keptIn =
    lead === undefined
      ? leadingTo(subject, what) ||
        details.add(functions, '', () => eachFunction(subject) || waitingFunction(subject, recognition))
      : `, kept by ${held}`;
  if (subject.objectsPerInterval > 0) {
    const many = count(Math.round(subject.objectsPerInterval));
    if (many === '1') return `${gain} 1 ${singular(gains)} per interval${keeps}${keptIn}`;
    return isEstimated(subject)
      ? `${gain} about ${many} numbers per interval`
      : `${gain} ${many} ${gains} per interval${keeps}${keptIn}`;
  }
  return `${what} grows by ${bytes(subject.bytesPerInterval)} per interval`;
}

/** Of the nouns that inspectors count, the first one. */
function singular(gains: string): string {
  return gains
    .replace(/\bentries\b/, 'entry')
    .replace(/\bbranches\b/, 'branch')
    .replace(
      /\b(key|link|append|listener|element|closure|timer|handle|reaction|string|Buffer|object|AbortSignal|registration)s\b/,
      '$1',
    );
}

/** Whose they are, if only the runtime holds them. */
function leadingTo({ wayToProgram }: Subject, what: string): string {
  const name = functionInWords(wayToProgram);
  return name === undefined || what.includes(name) ? '' : `, which lead to ${name}`;
}

/** The other tables that grow together with the holder's. */
function alikeOf({ finding }: Subject): readonly NodeIndex[] {
  return finding.shape === 'slot' ? (finding.table?.alike ?? []) : [];
}

function isEstimated({ finding }: Subject): boolean {
  return finding.shape === 'slot' && finding.table?.isCounted === false;
}

/** True if a container at each capture had just the entries that were there before and those born since. */
function losesNothing({ finding, holder }: Subject): boolean {
  if (finding.shape === 'slot' || !gainedEntries(finding.container)) return false;
  if (finding.container.node !== holder) return false;
  const { born, entries } = finding.container;
  let survived = 0;
  return entries.every((count, k) => {
    survived += born[k];
    return count === survived;
  });
}

/** Of one growing value its own size: its owner may keep much else alive. */
function retainedSizeOf(subject: Subject): Bytes {
  const { heap, finding, holder } = subject;
  if (finding.shape === 'slot' && finding.table === undefined) return finding.slot.sizes.at(-1) ?? 0;
  if (holder === undefined) return 0;
  return [holder, ...alikeOf(subject)].reduce((sum, v) => sum + heap.retainedData[v], 0);
}

/** The share of the growth that is outside the JavaScript heap, 0 to 1. */
function externalShare({ finding, survivors, heap, entry }: Subject): number {
  if (finding.shape === 'slot') return isExternalValue(heap, entry) ? 1 : 0;
  const young = survivors.bytes.slice(1).reduce((sum, bytes) => sum + bytes, 0);
  return young === 0 ? 0 : Math.round(Math.min(1, finding.externalBytes / young) * 100) / 100;
}

function isExternalValue(heap: AgedHeap, value: NodeIndex): boolean {
  return heap.graph.selfSize(value) < heap.retainedData[value] / 2 && holdsBytes(heap.names.className(value));
}

/** Says it if most of the growth is outside the heap, after the search knows what belongs to the suspect. */
export function tellExternalShare(suspect: Suspect): Suspect {
  const { externalShare, evidence } = suspect;
  if (externalShare < 0.5) return suspect;
  const share = `${Math.round(externalShare * 100)} %`;
  const told = `${share} of the growth is outside the JavaScript heap, in ArrayBuffers and similar objects`;
  return { ...suspect, evidence: [...evidence, told] };
}

function overTime({ finding, holder }: Subject, expressionAt: (node: NodeIndex) => string): string[] {
  if (finding.shape === 'slot' && finding.table !== undefined) return tableOverTime(finding.table);
  if (finding.shape === 'slot') return [`size of the value at each capture: ${sizesOf(finding.slot.sizes)}`];
  if (!gainedEntries(finding.container)) {
    return [`retained by their owner at each capture: ${sizesOf(finding.retained)}`];
  }
  const { node, entries } = finding.container;
  const of = node === holder ? '' : ` of \`${expressionAt(node)}\``;
  return [`entries${of} at each capture: ${entries.map(count).join(' → ')}`];
}

function tableOverTime({ entries, room, isCounted }: GrowingTable): string[] {
  const list = (counts: readonly number[]) => counts.map((each) => count(each)).join(' → ');
  if (isCounted) {
    return [
      `entries at each capture: ${list(entries)}`,
      'its entries are older than the recording or shared: only their number shows the growth',
    ];
  }
  return [
    `capacity of its table at each capture: ${list(room)} entries`,
    'a snapshot does not show numbers and booleans: their number is estimated from this capacity',
  ];
}

function sizesOf(sizes: readonly number[]): string {
  return sizes.map(bytes).join(' → ');
}

function holdersOf(heap: AgedHeap, paths: CheapestPaths, subject: Subject): Holder[] {
  const { finding } = subject;
  if (finding.shape === 'slot') return [holder(subject.holderPath, 1)];
  return finding.holding.holders.map(({ node, share }) => holder(retainingPath(heap, paths, node), share));
}

function holder(path: readonly PathStep[], share: number): Holder {
  const name = path.at(-1)?.name ?? '(root)';
  // Sums of parts must not make 99.99 % of all.
  return { name, expression: expressionOf(path) || name, path, share: Math.round(share * 1e6) / 1e6 };
}

function growthOf(
  subject: Subject,
  intervals: readonly Interval[],
  operations: readonly (number | undefined)[],
): Growth {
  const { objectsPerInterval, bytesPerInterval, survivors } = subject;
  const hours = hoursOf(intervals);
  const bytesBorn = survivors.bytes.slice(1).reduce((sum, part) => sum + part, 0);
  const objects = survivors.counts.slice(1).reduce((sum, part) => sum + part, 0);
  const perOperation = objectsPerOperation(subject, operations);
  return {
    objectsPerInterval,
    bytesPerInterval,
    ...(hours === undefined
      ? {}
      : { bytesPerHour: Math.round(bytesBorn / hours), objectsPerHour: Math.round(objects / hours) }),
    ...(perOperation === undefined ? {} : { objectsPerOperation: Math.round(perOperation * 1000) / 1000 }),
  };
}

function hoursOf(intervals: readonly Interval[]): number | undefined {
  let total = 0;
  for (const { duration } of intervals) {
    if (duration === undefined) return undefined;
    total += duration;
  }
  return total > 0 ? total / 3_600_000 : undefined;
}
