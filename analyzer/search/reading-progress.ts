import type { Bytes } from '../../format/units.ts';

type OnProgress = (phase: string, share: number) => void;

/** Tells, while a file is being read, how much of a phase's share is done and how fast it goes: `reading x at 1.2 GB/s`. */
export function whileReading(
  onProgress: OnProgress,
  phase: string,
  from: number,
  to: number,
  now: () => number = () => performance.now(),
): (read: Bytes, size: Bytes) => void {
  const start = now();
  return (read, size) => {
    const seconds = (now() - start) / 1000;
    const rate = seconds > 0 ? ` at ${rateInWords(read / seconds)}` : '';
    onProgress(`${phase}${rate}`, from + (to - from) * (read / size));
  };
}

/** One digit that matters is enough, and does not flicker. */
function rateInWords(bytesPerSecond: number): string {
  return bytesPerSecond >= 1e9
    ? `${(bytesPerSecond / 1e9).toFixed(1)} GB/s`
    : `${Math.max(1, Math.round(bytesPerSecond / 1e7) * 10)} MB/s`;
}
