import type { VisitPlan } from '../plan/plan.ts';
import type { RunParts } from './run-parts.ts';

/** Visits beyond the plan, for what was met at one of the last ones. */
const mostMore = 2;

/** Sites first, then one visit after the other, each in its time. */
export async function visitAll(run: RunParts, plan: VisitPlan): Promise<void> {
  const { visits } = run;
  if (visits === undefined) {
    await run.note('this process cannot be visited: only memory was sampled');
    return await run.sleep(run.plan.duration);
  }
  run.setting.onEvent({ kind: 'waiting', next: undefined, wait: run.plan.duration });
  await visits.begin(plan);
  const isPlanned = (number: number) =>
    number <= plan.visits || (number <= plan.visits + mostMore && visits.isOpen);
  for (let number = 1; isPlanned(number) && run.mayGoOn && !visits.isOver; number += 1) {
    const begun = Date.now();
    await run.unlessStopped(visits.take());
    if (isPlanned(number + 1)) await run.sleep(begun + plan.every - Date.now());
  }
  await visits.end();
}
