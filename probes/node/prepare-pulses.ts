import type { TargetDescription } from '../../format/recording.ts';
import { ProbeError } from '../probe-error.ts';
import type { DevtoolsSession } from '../transport/devtools-session.ts';
import { HeapPulses } from './heap-pulses.ts';

/** The source of pulses, or a note why there is none. */
export type PreparedPulses = { readonly pulses?: HeapPulses; readonly note?: string };

export async function preparePulses(
  devtools: DevtoolsSession,
  target: TargetDescription,
): Promise<PreparedPulses> {
  try {
    return { pulses: await HeapPulses.prepare(devtools, target) };
  } catch (error) {
    if (!(error instanceof ProbeError) || error.code !== 'no-pulses') throw error;
    return { note: `recording captures only, without pulses: ${error.message}; ${error.next}` };
  }
}
