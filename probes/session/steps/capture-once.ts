import type { Millis } from '../../../format/units.ts';
import { noteProvenGrowth } from './proven-growth.ts';
import type { RunParts } from './run-parts.ts';
import { takeCapture } from './take-capture.ts';
import { waitWithPulses } from './wait-with-pulses.ts';

/** Where captures are few, pulses alone have to show what lives on: enough to prove growth and some to spare. */
const partsOfWindow = 12;

/** At most one capture, at the end of the time: it explains what the ledger saw. */
export async function captureAfter(run: RunParts, duration: Millis): Promise<void> {
  const next = run.plan.captures === 1 ? 1 : undefined;
  await run.pulses?.take();
  await waitWithPulses(run, duration, next, partsOfWindow);
  if (next === undefined) await run.pulses?.take();
  else if (run.mayGoOn) await takeCapture(run, next);
  if (run.mayGoOn) await noteProvenGrowth(run);
}
