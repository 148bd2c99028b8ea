import type { Suspect } from '../../format/suspect.ts';
import type { Bytes } from '../../format/units.ts';
import { classLimits } from '../../judgement/parameters/leak-test.ts';
import type { Proof } from '../../judgement/proof.ts';
import { prove } from '../../judgement/prove.ts';

/** What `bun:jsc` says of its heap. */
export interface HeapStats {
  readonly heapSize: Bytes;
  readonly objectTypeCounts: Readonly<Record<string, number>>;
}

/**
 * Classes whose number rises in every round by what each operation would leave behind.
 * @param idle one look more, without operations: what it gains is not their doing
 */
export function growingClasses(counts: readonly HeapStats[], idle: HeapStats, operations: number): Suspect[] {
  const last = counts.at(-1)!.objectTypeCounts;
  return Object.keys(last).flatMap((name) => {
    const gainedIdly = Math.max(0, (idle.objectTypeCounts[name] ?? 0) - last[name]);
    const held = counts.map(({ objectTypeCounts }) => objectTypeCounts[name] ?? 0);
    const leastStep = classLimits.objectsPerOperation * operations + gainedIdly;
    const proof = prove({ kind: 'levels', source: 'rounds', unit: 'objects', of: 'class', held, leastStep });
    return proof.verdict === 'refuted' ? [] : [suspectOf(name, held, proof, operations)];
  });
}

function suspectOf(name: string, held: readonly number[], { verdict }: Proof, operations: number): Suspect {
  const entryCount = held[held.length - 1];
  const gains = held.slice(1).map((number, k) => number - held[k]);
  const total = entryCount - held[0];
  const rate = total / (gains.length * operations);
  return {
    fingerprint: fingerprintOfClass(name),
    kind: 'objects',
    title: `${rate.toFixed(2)} objects of class ${name} stay per operation`,
    confidence: classLimits.sure,
    confirmed: verdict === 'proven',
    path: [],
    holders: [],
    survivors: { counts: [entryCount - total, ...gains], bytes: [] },
    growth: {
      objectsPerInterval: Math.round(rate * operations),
      bytesPerInterval: 0,
      objectsPerOperation: Math.round(rate * 1000) / 1000,
    },
    externalShare: 0,
    retainedSize: 0,
    entryClass: name,
    entryCount,
    evidence: [`more of them after each round of ${operations} operations: ${gains.join(' / ')}`],
    remedy: ['run the test in Node too: there, heaptrail names the holder'],
  };
}

/** FNV-1a: only the class is known, so only the class is in it. */
function fingerprintOfClass(name: string): string {
  let hash = 0x811c9dc5;
  for (const character of name) hash = Math.imul(hash ^ character.codePointAt(0)!, 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, '0');
}
