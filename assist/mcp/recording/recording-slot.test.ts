import { expect, it } from 'vitest';
import { awaitAnswer } from './await-answer.ts';
import { RecordingSlot, type SlotTask } from './recording-slot.ts';

/** Work that lasts until it is ended, and says so. */
const untilEnded = ({ signal, tell }: SlotTask) =>
  new Promise<string>((resolve) => {
    tell('capture 1 of 4');
    signal.addEventListener('abort', () => resolve('ended early'));
  });
const nobody = { signal: new AbortController().signal, tell: () => {} };

it('holds one recording at a time, and says which', async () => {
  const slot = new RecordingSlot();
  const first = slot.begin('the recording of process 7', untilEnded);
  expect(() => slot.begin('another', untilEnded)).toThrow(
    'the recording of process 7 is under way (capture 1 of 4), and there is one recording at a time',
  );
  first.end();
  expect(await awaitAnswer(first, slot, nobody)).toBe('ended early');
  slot.begin('another', async () => 'done');
});

it('answers how far it is if that takes longer than clients wait, and keeps the answer for who asks again', async () => {
  const slot = new RecordingSlot();
  const running = slot.begin('the recording of process 7', untilEnded);
  expect(await awaitAnswer(running, slot, nobody, 1)).toMatch(
    /^the recording of process 7 goes on \(capture 1 of 4\)\. Call verdict/,
  );
  expect(slot.unheard).toBe(running);
  running.end();
  expect(await awaitAnswer(slot.unheard!, slot, nobody)).toBe('ended early');
  expect(slot.unheard).toBeUndefined();
});

it('says how far it is without the keys of a terminal', async () => {
  const slot = new RecordingSlot();
  const running = slot.begin('a recording', (task) => {
    const ended = untilEnded(task);
    task.tell('capture 2 in 20.0 s (Ctrl-C ends the recording and keeps it)');
    return ended;
  });
  expect(await awaitAnswer(running, slot, nobody, 1)).toMatch(
    /^a recording goes on \(capture 2 in 20\.0 s\)\./,
  );
  running.end();
});

it('ends in order if the call is cancelled, and if the client is gone', async () => {
  const slot = new RecordingSlot();
  const cancelled = new AbortController();
  const running = slot.begin('a recording', untilEnded);
  const answer = awaitAnswer(running, slot, { ...nobody, signal: cancelled.signal });
  cancelled.abort();
  expect(await answer).toBe('ended early');
  slot.begin('a recording', untilEnded);
  await slot.close();
  expect(await slot.unheard?.answer).toBe('ended early');
});

it('tells who waits of a failure', async () => {
  const slot = new RecordingSlot();
  const running = slot.begin('a recording', async () => {
    throw new Error('the process is gone');
  });
  await expect(awaitAnswer(running, slot, nobody)).rejects.toThrow('the process is gone');
  expect(slot.unheard).toBeUndefined();
});
