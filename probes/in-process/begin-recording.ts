import type { RecordingManifest } from '../../format/recording.ts';
import type { Rung } from '../../format/rungs.ts';
import { UserError } from '../../format/user-error.ts';
import type { RecordingWishes } from '../session/plan/plan.ts';
import type { RecordingEvent } from '../session/series/recording-event.ts';
import type { ProbeThread } from './probe-thread.ts';
import type { FromProbe } from './thread-messages.ts';

export interface BegunRecording {
  /** Rejects if it cannot begin, or fails later. Does not keep the process alive. */
  readonly finished: Promise<RecordingManifest>;
  /** Resolves once it has begun; rejects if it cannot. */
  readonly begun: Promise<void>;
  stop(): void;
}

export interface RecordingOrder {
  readonly wishes: RecordingWishes;
  readonly folder: string;
  /** The heaviest rung that may be taken, if a lighter one may take its place; else what is wished or nothing. */
  readonly most?: Rung;
  readonly onEvent?: (event: RecordingEvent) => void;
}

/** Lets the probe's thread record this process. */
export function beginRecording(thread: ProbeThread, { onEvent, ...order }: RecordingOrder): BegunRecording {
  let started: () => void = () => {};
  const reached = new Promise<void>((resolve) => {
    started = resolve;
  });
  const finished = new Promise<RecordingManifest>((resolve, reject) => {
    const off = thread.onMessage((message: FromProbe) => {
      if (message.kind === 'started') started();
      if (message.kind === 'happened') onEvent?.(message.event);
      if (message.kind !== 'finished' && message.kind !== 'failed') return;
      off();
      if (message.kind === 'finished') resolve(message.manifest);
      else reject(new UserError(message.code ?? 'recording-failed', message.message, message.next));
    });
  });
  // A caller that never looks at it must not be ended by a rejection.
  finished.catch(() => {});
  thread.say({ kind: 'record', ...order });
  const begun = Promise.race([reached, finished.then(() => {})]);
  begun.catch(() => {});
  return { finished, begun, stop: () => thread.say({ kind: 'stop' }) };
}
