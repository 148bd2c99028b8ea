import type { RecordingManifest } from '../format/recording.ts';
import { attachToNode } from '../probes/node/attach.ts';
import { planRecording, type RecordingWishes } from '../probes/session/plan/plan.ts';
import { recordTarget } from '../probes/session/record-target.ts';
import type { RecordingEvent } from '../probes/session/series/recording-event.ts';
import type { LiveTarget } from './live-target.ts';

/** Records a program as the command does, by its parts. */
export async function recordLive(
  target: LiveTarget,
  wishes: RecordingWishes,
  folder: string,
  onEvent: (event: RecordingEvent) => void = () => {},
  signal = new AbortController().signal,
): Promise<RecordingManifest> {
  return await recordTarget(await attachToNode(target.pid), {
    plan: planRecording(wishes),
    folder,
    onEvent,
    signal,
  });
}
