import type { Millis } from '../../../format/units.ts';
import type { Window } from '../plan/plan.ts';
import { captureAll } from './capture-all.ts';
import { captureAfter } from './capture-once.ts';
import type { RunParts } from './run-parts.ts';

/** How often the ledger is judged while growth is waited for. */
const judgeEvery: Millis = 5_000;

/** Memory alone until it grows; then the window, and V8 left as it was. */
export async function watchForWindow(run: RunParts, { span, opens }: Window): Promise<void> {
  const { connection, plan } = run;
  if (opens === 'on-growth' && !(await awaitGrowth(run, plan.duration - span))) return;
  if (!run.mayGoOn) return;
  if (plan.captures > 1) await captureAll(run);
  else await captureAfter(run, span);
  if (connection.ended.aborted || ((await connection.forgetIds?.()) ?? true)) return;
  await run.note(
    'object ids could not be cleared: code that allocates a lot stays slower until heaptrail detaches',
  );
}

/** Whether there is growth that a window can explain. */
async function awaitGrowth(run: RunParts, most: Millis): Promise<boolean> {
  const until = Date.now() + most;
  run.setting.onEvent({ kind: 'watching', wait: most });
  while (run.mayGoOn) {
    const sign = run.setting.growthIn?.(run.ledger.samples);
    if (sign !== undefined) {
      await run.note(`${sign.sentence}: ${sign.inHeap ? 'a window opened' : 'a snapshot would not show it'}`);
      return sign.inHeap;
    }
    if (Date.now() >= until) {
      await run.note('memory did not grow: no window opened, and no capture was taken');
      return false;
    }
    await run.sleep(Math.min(judgeEvery, until - Date.now()));
  }
  return false;
}
