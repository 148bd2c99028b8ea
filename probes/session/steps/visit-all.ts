import { duration } from '../../../format/quantities.ts';
import { isAtLeast } from '../../../format/rungs.ts';
import { visitLimits } from '../../../judgement/parameters/visits.ts';
import { weighCapture } from '../guards/guards.ts';
import { rungCosts } from '../guards/rung-costs.ts';
import type { VisitPlan } from '../plan/plan.ts';
import { hasVisit, mostForLate } from '../plan/visit-plan.ts';
import type { RunParts } from './run-parts.ts';
import { takeCapture } from './take-capture.ts';

/** Sites first, then one visit after the other, each in its time, with what else the rung has. */
export async function visitAll(run: RunParts, plan: VisitPlan): Promise<void> {
  const { visits } = run;
  if (visits === undefined) {
    await run.note('this process cannot be visited: only memory was sampled');
    return await run.sleep(run.plan.duration);
  }
  run.setting.onEvent({ kind: 'waiting', next: undefined, wait: run.plan.duration });
  await visits.begin(plan);
  for (let number = 1; hasVisit(plan, number, visits) && run.mayGoOn && !visits.isOver; number += 1) {
    if (isAtLeast(plan.rung, 'pulses')) await run.pulses?.take();
    if (hasCensus(plan, number)) await inTurn(run, () => takeCensus(run));
    // A census may take seconds: the time between two visits must not be shorter for it.
    const begun = Date.now();
    await run.unlessStopped(visits.take());
    if (!hasVisit(plan, number + 1, visits)) continue;
    if (number === plan.visits) await run.note(whyMore(plan));
    await run.sleep(begun + plan.every - Date.now());
  }
  if (visits.waitsForCollection) await visitAfterCollection(run, plan);
  await visits.end();
  if (plan.rung === 'snapshot' && run.mayGoOn) await takeCapture(run, 1);
}

function whyMore({ toSeeEnds, every }: VisitPlan): string {
  return (
    `visits go on for up to ${duration((toSeeEnds || mostForLate) * every)}: something grows that was met late, ` +
    'or that soon reaches a limit beside it or the time at which its entries expire'
  );
}

/** Those of weak references that nobody holds are gone then, once the program has had time to remove them. */
async function visitAfterCollection(run: RunParts, { every }: VisitPlan): Promise<void> {
  if (!run.mayGoOn) return;
  await run.unlessStopped(run.visits!.collect());
  await run.sleep(every);
  if (run.mayGoOn) await run.unlessStopped(run.visits!.take());
}

/**
 * At the first visit, and late enough to meet what became large meanwhile. What only the last census met is still
 * measured at as many visits as growth needs.
 */
function hasCensus({ rung, visits }: VisitPlan, number: number): boolean {
  const last = visits - visitLimits.fewestVisits + 1;
  return isAtLeast(rung, 'census') && (number === 1 || number === last);
}

async function inTurn(run: RunParts, step: () => Promise<void>): Promise<void> {
  const { turn } = run.setting;
  await (turn === undefined ? step() : turn.take(step));
}

/** The heap may have grown since the rung was chosen. */
async function takeCensus(run: RunParts): Promise<void> {
  if (!run.mayGoOn) return;
  await run.ledger.takeWithHeap();
  const conditions = await run.captures.conditions();
  const { risks } = weighCapture(run.ledger.samples, conditions, rungCosts.census);
  if (risks.length > 0 && !run.plan.force) return await run.note(`no census now: ${risks.join('; ')}`);
  await run.unlessStopped(run.visits!.takeCensus());
}
