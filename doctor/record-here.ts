import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Rung } from '../format/rungs.ts';
import type { Millis } from '../format/units.ts';
import { UserError } from '../format/user-error.ts';
import { beginRecording } from '../probes/in-process/begin-recording.ts';
import { ProbeThread } from '../probes/in-process/probe-thread.ts';
import type { RecordingEvent } from '../probes/session/series/recording-event.ts';
import type { DiagnosisTask } from './options.ts';

/** What was recorded, and what went otherwise. */
export interface RecordedHere {
  readonly folder: string;
  readonly notes: readonly string[];
}

export interface HereTerms {
  readonly program: URL;
  readonly scratch: string;
  readonly duration: Millis;
  readonly onText: (text: string) => void;
}

/** What may be left to do if a heap cannot be looked at. */
const shortestLedger: Millis = 5_000;

/**
 * Records this process with the highest rung that it can bear. If that is refused or fails, its memory alone.
 * @throws UserError if not even that can be done; the signal's reason if it is aborted
 */
export async function recordHere(task: DiagnosisTask, terms: HereTerms): Promise<RecordedHere> {
  const { duration } = terms;
  const begun = Date.now();
  try {
    return { folder: await recordOn(task.most, task, terms, duration), notes: [] };
  } catch (error) {
    task.signal?.throwIfAborted();
    if (!(error instanceof UserError) || error.code === 'already-recording') throw error;
    const left = Math.max(shortestLedger, begun + duration - Date.now());
    const folder = await recordOn('ledger', task, terms, left);
    return { folder, notes: [`only memory was sampled: ${error.message}`] };
  }
}

async function recordOn(
  most: Rung,
  { longestPause, operations, parts, signal }: DiagnosisTask,
  { program, scratch, onText }: HereTerms,
  duration: Millis,
): Promise<string> {
  const folder = join(scratch, `${most}.heaptrail`);
  await mkdir(folder, { mode: 0o700 });
  await ProbeThread.during(new URL('probes/in-process/', program), async (thread) => {
    const wishes = { duration, longestPause, operations, parts };
    const { finished, stop } = beginRecording(thread, {
      wishes,
      folder,
      most,
      onEvent: (event) => {
        const text = wordsOf(event);
        if (text !== undefined) onText(text);
      },
    });
    signal?.addEventListener('abort', stop);
    try {
      await thread.whileAwaited(finished);
    } finally {
      signal?.removeEventListener('abort', stop);
    }
  });
  signal?.throwIfAborted();
  return folder;
}

function wordsOf(event: RecordingEvent): string | undefined {
  switch (event.kind) {
    case 'waiting':
      return event.next === undefined ? 'watching memory' : `waiting for capture ${event.next}`;
    case 'weighed':
      return `capture ${event.index}`;
    case 'captured':
      return `capture ${event.capture.index} ${event.capture.status === 'whole' ? 'taken' : 'failed'}`;
    case 'refused':
      return `refused: ${event.risks.join('; ')}`;
    case 'note':
      return event.note;
    default:
      return undefined;
  }
}
