import { counted } from '../../../format/quantities.ts';
import { growthIsSustained } from '../series/growth-watch.ts';
import type { RunParts } from './run-parts.ts';

/** Whether growth is proven, where the plan wants to know: then the recording says what follows from it. */
export async function noteProvenGrowth(run: RunParts, then = 'stopped'): Promise<boolean> {
  const growth = run.plan.untilGrowth ? provenGrowth(run) : undefined;
  if (growth === undefined) return false;
  await run.note(`${then} after ${counted(run.folder.manifest.captures.length, 'capture')}: ${growth}`);
  return true;
}

/** In words. Pulses say it more exactly than the ledger does. */
function provenGrowth({ pulses, ledger }: RunParts): string | undefined {
  if (pulses?.hasData) return pulses.proveGrowth ? 'objects born in every interval stay alive' : undefined;
  return growthIsSustained(ledger.samples) ? 'memory kept growing' : undefined;
}
