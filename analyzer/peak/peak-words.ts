import type { PeakHeap, PeakPartName, PeakReason, PeakReport } from '../../format/peak.ts';
import { bytes, duration, share } from '../../format/quantities.ts';

/** What each part is called, in every output. */
export const partNames: Readonly<Record<PeakPartName, string>> = {
  alive: 'JavaScript objects, alive',
  garbage: 'garbage that V8 had not collected yet',
  'young-garbage': 'garbage of the young generation',
  free: 'free room in the JavaScript heap',
  buffers: 'contents of Buffers',
  code: 'compiled code',
  wasm: 'WebAssembly',
  native: 'native memory (malloc)',
  files: 'mapped files, the program itself',
  other: 'other',
};

export const reasonWords: Readonly<Record<PeakReason, string>> = {
  slower: 'when its growth paused',
  growth: 'as it had grown far since the last capture',
  exit: 'when the process ended',
  'second-run': 'in a second run, as near to the peak as it came',
};

/** `peak: 812 MiB after 12 s of 15 s, 600 MiB of it in node tsc`. */
export function sentenceOf({ peak, took }: Pick<PeakReport, 'peak' | 'took'>): string {
  if (peak === undefined) return `the run was over after ${duration(took)}, before its memory could be seen`;
  const [largest, ...others] = peak.processes;
  const of =
    others.length === 0 ? '' : `, ${bytes(largest.bytes)} of it in ${largest.name} (process ${largest.pid})`;
  return `the highest memory was ${bytes(peak.bytes)}, ${duration(peak.at)} after the start of ${duration(took)}${of}`;
}

/** `captured at 812 MiB, 94 % of the peak, 400 ms before it, when the process ended`. */
export function captureWords({ moment, share: part, after, reason }: PeakHeap): string {
  const when =
    Math.abs(after) < 50
      ? 'at the same time'
      : `${duration(Math.abs(after))} ${after < 0 ? 'before' : 'after'} it`;
  return `captured at ${bytes(moment.bytes)}, ${share(part)} of the peak, ${when}, ${reasonWords[reason]}`;
}
