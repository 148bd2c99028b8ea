import type { Millis } from '../../../format/units.ts';
import type { JudgementWait } from '../plan/judgement-wait.ts';
import type { RunParts } from './run-parts.ts';

/** How often the ledger is judged until nothing is open. */
const settleEvery: Millis = 1_000;

/** Memory alone, until the ledger has something to say of each part: the captures judge the heap, and nothing else. */
export async function untilJudged(run: RunParts, { least, most, isOver }: JudgementWait): Promise<void> {
  const { unjudgedIn, onEvent } = run.setting;
  // What a thread takes beside its heap is seen from its process.
  if (unjudgedIn === undefined || run.connection.target.thread !== undefined || !run.mayGoOn) return;
  const state = () => unjudgedIn(run.ledger.samples, run.plan.parts);
  const { unjudged: parts } = state();
  if (parts.length === 0 || (least === 0 && isOver(state()))) return;
  onEvent({ kind: 'settling', parts, least, most });
  const start = Date.now();
  await run.sleep(least);
  while (run.mayGoOn && Date.now() - start < most && !isOver(state())) await run.sleep(settleEvery);
}
