import { afterCaptures, beforeCaptures } from '../plan/judgement-wait.ts';
import { captureEach } from './capture-each.ts';
import type { RunParts } from './run-parts.ts';
import { untilJudged } from './until-judged.ts';

/** The captures of the plan, with undisturbed looks at memory before and after them where it settles. */
export async function captureAll(run: RunParts): Promise<void> {
  if (run.plan.settles) await untilJudged(run, beforeCaptures);
  run.endLead();
  if (run.setting.after !== undefined) await run.unlessStopped(run.setting.after);
  await captureEach(run);
  if (run.plan.settles) await untilJudged(run, afterCaptures);
}
