import type { Millis } from '../../../format/units.ts';
import { paceWithin } from '../plan/capture-pace.ts';
import { beginStacks } from '../series/stack-interval.ts';
import type { WorkSeries } from '../series/work-series.ts';
import { noteProvenGrowth } from './proven-growth.ts';
import type { RunParts } from './run-parts.ts';
import { takeCapture } from './take-capture.ts';
import { waitWithPulses } from './wait-with-pulses.ts';

const partsBetweenCaptures = 2;
/** One interval cannot tell a leak from start-up: two can confirm each other. */
const capturesToProve = 3;

/** One capture after the other, each in its time, until all are taken or growth is proven. */
export async function captureEach(run: RunParts): Promise<void> {
  const { plan } = run;
  let last = plan.captures;
  let took: Millis = 0;
  for (let index = 1; index <= last; index += 1) {
    const pace = paceBefore(run, { index, last, took });
    const possible = index - 1 + pace.captures;
    if (possible < last) await run.note(fewerNote(last, possible));
    last = possible;
    if (index === last && plan.stacks) await recordStacks(run);
    await passInterval(run, index, pace.wait);
    if (!run.mayGoOn) return;
    const begun = Date.now();
    await takeCapture(run, index);
    took = Date.now() - begun;
    if (!run.mayGoOn) return;
    // Who allocates it takes one more interval.
    const more = plan.stacks && index < last;
    if (!(await noteProvenGrowth(run, more ? 'one more interval' : undefined))) continue;
    if (!more) return;
    last = index + 1;
  }
}

/** Which capture comes next, and how long the last one took. */
interface Moment {
  readonly index: number;
  readonly last: number;
  readonly took: Millis;
}

/** By the plan; if it has a hard end, in the time that is left. */
function paceBefore(
  { plan, begunAt }: RunParts,
  { index, last, took }: Moment,
): { readonly wait: Millis; readonly captures: number } {
  const { every, isBounded, duration, window } = plan;
  const captures = last - index + 1;
  if (!isBounded || index === 1 || window !== undefined) return { wait: every, captures };
  const needed = capturesToProve - index + 1;
  return paceWithin({ every, left: begunAt + duration - Date.now(), captures, needed, captureTook: took });
}

/** What comes before the capture `next`: work, or time. */
async function passInterval(run: RunParts, next: number, wait: Millis): Promise<void> {
  if (run.work !== undefined) await doWork(run, run.work, next);
  // Counted from the end of a capture: the target stands still while it is captured.
  else if (next > 1) await waitWithPulses(run, wait, next, partsBetweenCaptures);
  // The lead watches memory undisturbed, also by pulses.
  else if (run.plan.lead > 0) await waitWithPulses(run, run.plan.lead, next);
}

async function doWork(run: RunParts, work: WorkSeries, next: number): Promise<void> {
  for (const note of await work.before(next, run.stop)) await run.note(note);
  run.endReason = work.failure;
}

async function recordStacks(run: RunParts): Promise<void> {
  const { connection, plan, ledger, captures } = run;
  await ledger.takeWithHeap();
  const { samples } = ledger;
  await run.note(await beginStacks(connection, { plan, samples, learned: captures.learned }));
}

function fewerNote(planned: number, possible: number): string {
  return `${possible} of ${planned} captures: they take so long that no more fit into the recording`;
}
