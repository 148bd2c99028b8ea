import { refusedCapture, visitsInsteadOf, type WeighedCapture } from '../guards/guards.ts';
import { optionsOf } from '../plan/plan.ts';
import { withinTime } from '../plan/visit-plan.ts';
import type { RunParts } from './run-parts.ts';
import { visitAll } from './visit-all.ts';

/** Captures that are refused before there is any leave a plan that takes visits, if there is one. */
export async function stepDown(run: RunParts): Promise<void> {
  const { connection, captures, folder, plan } = run;
  const { refused } = captures;
  if (refused === undefined || folder.manifest.captures.length > 0 || run.stop.aborted) return;
  if (plan.lighter?.visiting === undefined || connection.visits === undefined) return;
  const left = plan.isBounded ? run.begunAt + plan.duration - Date.now() : undefined;
  const visiting = withinTime(plan.lighter.visiting, left);
  await run.continueBy({ ...plan.lighter, visiting });
  await tellStepDown(run, refused);
  await visitAll(run, visiting);
}

/** In one line, on the display and in the recording. */
export async function tellStepDown(run: RunParts, refused: WeighedCapture): Promise<void> {
  await run.folder.update({
    options: optionsOf(run.plan),
    capturesRefused: refusedCapture(refused.risks).message,
  });
  await run.note(visitsInsteadOf(refused));
}
