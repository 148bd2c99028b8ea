import type { RungChoice } from '../../../format/rungs.ts';
import { chooseRung } from '../guards/choose-rung.ts';
import { refusedCapture, takenInsteadOf, type WeighedCapture } from '../guards/guards.ts';
import { optionsOf } from '../plan/plan.ts';
import { atRung, withinTime } from '../plan/visit-plan.ts';
import type { RunParts } from './run-parts.ts';
import { visitAll } from './visit-all.ts';

/** Captures that are refused before there is any leave a plan that takes the next lighter rung, if there is one. */
export async function stepDown(run: RunParts): Promise<void> {
  const { connection, captures, folder, ledger, plan } = run;
  const { refused } = captures;
  const { lighter } = plan;
  if (refused === undefined || folder.manifest.captures.length > 0 || run.stop.aborted) return;
  if (lighter?.visiting === undefined || connection.visits === undefined) return;
  const left = plan.isBounded ? run.begunAt + plan.duration - Date.now() : undefined;
  const wish = { most: lighter.visiting.rung, isAsked: false, force: false };
  const choice = chooseRung(ledger.samples, await captures.conditions(), connection, wish);
  const visiting = withinTime(lighter.visiting, left);
  await run.continueBy(atRung(lighter, visiting, choice.taken));
  await tellStepDown(run, refused, choice);
  await visitAll(run, run.plan.visiting!);
}

/** In one line, on the display and in the recording. */
export async function tellStepDown(
  run: RunParts,
  refused: WeighedCapture,
  choice: RungChoice,
): Promise<void> {
  await run.folder.update({
    options: optionsOf(run.plan),
    rung: choice,
    capturesRefused: refusedCapture(refused.risks).message,
  });
  await run.note(takenInsteadOf(refused, choice));
}
