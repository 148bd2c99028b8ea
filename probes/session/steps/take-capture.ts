import type { RunParts } from './run-parts.ts';

/** One capture, after a last pulse and in its turn among all that is recorded at the same time. */
export async function takeCapture(run: RunParts, index: number): Promise<void> {
  await run.pulses?.take();
  const { turn } = run.setting;
  if (turn === undefined) await captureNow(run, index);
  else await turn.take(() => captureNow(run, index));
}

async function captureNow(run: RunParts, index: number): Promise<void> {
  if (!run.mayGoOn) return;
  const { disturbing = (capture) => capture() } = run.setting;
  await disturbing(() => run.captures.take(index));
  run.endReason = run.captures.endReason;
}
