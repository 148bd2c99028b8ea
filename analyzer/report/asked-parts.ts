import type { MemorySample } from '../../format/memory-sample.ts';
import type { PartName } from '../../format/verdict.ts';
import type { OpenedRecording } from '../recording/open-recording.ts';

const allParts: readonly PartName[] = ['heap', 'external', 'native', 'children', 'handles'];
/** The heap of a thread is its own, and what it holds; the rest is judged once, with its process. */
const partsOfThread: readonly PartName[] = ['heap', 'external'];
/** Not every system tells of them: if they were never measured, they do not prevent an all-clear. */
const mayBeUnknown: ReadonlySet<PartName> = new Set(['children', 'handles']);

/**
 * Which parts have to be judged before this source may be cleared. Loose snapshots show the JavaScript heap and nothing
 * else, so only the heap is asked about. A recording may have been asked about fewer parts.
 */
export function askedParts({ samples, parts = allParts }: AskedSource): readonly PartName[] {
  const isKnown = (part: PartName) =>
    part === 'children'
      ? samples.some(({ children }) => children !== undefined)
      : samples.some(({ descriptors, resources }) => descriptors !== undefined || resources !== undefined);
  return parts.filter((part) => !mayBeUnknown.has(part) || isKnown(part));
}

export interface AskedSource {
  readonly samples: readonly MemorySample[];
  /** The parts that were asked about; all if none were named. */
  readonly parts?: readonly PartName[] | undefined;
}

/** As `askedParts`, for what was recorded. */
export function partsOfRecording({ folder, manifest, samples }: OpenedRecording): readonly PartName[] {
  if (folder === undefined && samples.length === 0) return ['heap'];
  const isThread = manifest?.target.thread !== undefined;
  const parts = manifest?.options.parts ?? (isThread ? partsOfThread : undefined);
  return askedParts({
    samples,
    parts: isThread ? parts?.filter((part) => partsOfThread.includes(part)) : parts,
  });
}
