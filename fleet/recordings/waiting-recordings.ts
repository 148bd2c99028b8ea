import type { Store } from '../../store/store.ts';
import { isDone, readDescription } from './move-recording.ts';
import { recordingKeys, type SentRecording } from './sent-recording.ts';

/**
 * The recordings in a store that nobody has analyzed, the oldest first. What a queue has forgotten is found by this: the
 * store is what counts.
 */
export async function waitingRecordings(store: Store): Promise<readonly SentRecording[]> {
  const keys = new Set(await store.list(recordingKeys.all));
  const ids = [...keys].flatMap((key) => {
    const [, id] = /^recordings\/(\w+)\/files\.json$/.exec(key) ?? [];
    return id === undefined ? [] : [id];
  });
  const waiting: SentRecording[] = [];
  for (const id of ids) {
    const sent = await readDescription(store, id).catch(() => undefined);
    if (sent === undefined || (keys.has(recordingKeys.done(id)) && (await isDone(store, sent)))) continue;
    waiting.push(sent);
  }
  return waiting.toSorted((a, b) => a.at - b.at);
}
