import type { MemorySample } from '../../../format/memory-sample.ts';
import { counted, duration } from '../../../format/quantities.ts';
import type { TargetDescription } from '../../../format/recording.ts';
import type { StackSource } from '../../connection.ts';
import { ProbeError } from '../../probe-error.ts';
import type { MeasuredCapture } from '../guards/capture-cost.ts';
import { weighStacks } from '../guards/guards.ts';
import type { RecordingPlan } from '../plan/plan.ts';

/** What has to be known to decide whether exact stacks can be borne. */
export interface StackConditions {
  readonly plan: RecordingPlan;
  /** In order of time, the last one of this moment. */
  readonly samples: readonly MemorySample[];
  /** What the last capture taught. */
  readonly learned: MeasuredCapture | undefined;
}

/**
 * Begins to record exact allocation stacks, which the next capture tells of.
 * @returns what that costs, or why there are none, in words
 */
export async function beginStacks(
  { stacks, target }: { readonly stacks?: StackSource | undefined; readonly target: TargetDescription },
  { plan, samples, learned }: StackConditions,
): Promise<string> {
  if (stacks === undefined)
    return `no exact stacks: ${target.runtime === 'bun' ? 'Bun' : 'this runtime'} cannot record them`;
  const { cost, risks } = weighStacks(samples, {
    nodes: learned?.nodes,
    version: target.version,
    longestPause: plan.longestPause,
  });
  if (risks.length > 0 && !plan.force) return `no exact stacks: ${risks.join('; ')} (--force takes the risk)`;
  try {
    await stacks.start();
  } catch (error) {
    if (!(error instanceof ProbeError)) throw error;
    return `no exact stacks: ${error.message}`;
  }
  return (
    'the last interval records the stack of every allocation: allocation takes about 20 times the CPU during it, ' +
    `and all garbage is collected every 50 ms, for about ${duration(cost.pause)} (${counted(cost.nodes, 'object')})`
  );
}
