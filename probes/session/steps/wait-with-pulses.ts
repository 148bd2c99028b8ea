import type { Millis } from '../../../format/units.ts';
import type { RecordingPlan } from '../plan/plan.ts';
import type { RunParts } from './run-parts.ts';

/**
 * Waits for the capture `next`. Pulses cut the wait into equal parts, as many as wanted and bearable; once they prove
 * growth, it is over.
 */
export async function waitWithPulses(
  run: RunParts,
  wait: Millis,
  next: number | undefined,
  wanted = 1,
): Promise<void> {
  if (run.stop.aborted) return;
  run.setting.onEvent({ kind: 'waiting', next, wait });
  const parts = run.pulses?.partsOf(wait, wanted) ?? 1;
  const start = Date.now();
  for (let part = 1; part <= parts; part += 1) {
    await run.sleep(start + (wait * part) / parts - Date.now());
    if (part === parts || run.stop.aborted) return;
    await run.pulses?.take();
    if (mayEndOnProof(run.plan) && run.pulses?.proveGrowth) return;
  }
}

/** What is proven needs no longer window; captures without pulses come all. */
function mayEndOnProof({ untilGrowth, window }: RecordingPlan): boolean {
  return untilGrowth || window !== undefined;
}
