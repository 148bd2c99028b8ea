import { bytes, count, counted } from '../../format/quantities.ts';
import type { SharedHolder } from '../../format/suite-report.ts';
import type { Suspect, SuspectKind } from '../../format/suspect.ts';
import { suiteLimits } from '../../judgement/parameters/suites.ts';
import { keepingWords } from './keeping-words.ts';

const kinds: Readonly<Record<string, SuspectKind>> = {
  Map: 'map',
  Set: 'set',
  WeakMap: 'weak-map',
  Array: 'array',
  Timeout: 'timers',
  EventEmitter: 'listeners',
  Buffer: 'buffer',
  Uint8Array: 'buffer',
};

/** A holder of survivors as every format of a report knows it. */
export function suspectOfHolder(holder: SharedHolder): Suspect {
  const { fingerprint, className, expression, path, objects, entryClass, files, cause } = holder;
  const kind = kinds[className] ?? 'objects';
  const [first, ...others] = files;
  const where =
    others.length === 0 ? first.file : `${first.file} and ${counted(others.length, 'other file')}`;
  return {
    fingerprint,
    kind,
    title: `${className} \`${expression}\` keeps about ${counted(objects, 'object')} (${bytes(holder.bytes)}) of ${where}`,
    confidence: suiteLimits.sure,
    confirmed: true,
    path,
    holders: [{ name: className, expression, path, share: 1 }],
    survivors: { counts: [0, objects], bytes: [0, holder.bytes] },
    growth: {
      objectsPerInterval: Math.round(objects / files.length),
      bytesPerInterval: Math.round(holder.bytes / files.length),
    },
    externalShare: 0,
    retainedSize: holder.bytes,
    entryClass,
    entryCount: holder.entries ?? objects,
    evidence: [
      ...files.map(
        (one) => `${one.file} leaves ${bytes(one.bytes)} in about ${counted(one.objects, 'object')}`,
      ),
      ...(holder.entries === undefined
        ? []
        : [`it has ${count(holder.entries)} entries when the file is over`]),
      ...(holder.madeAt === undefined ? [] : [`most of it was made at ${holder.madeAt}`]),
      ...(holder.keptBy === undefined
        ? []
        : [`its modules should be gone, and are kept by ${keepingWords(holder.keptBy)}`]),
      ...(cause === undefined ? [] : [cause.words]),
    ],
    remedy: [
      cause?.remedy ??
        `release it when a test ends: what fills \`${expression}\` needs a counterpart in afterEach or afterAll`,
    ],
  };
}
