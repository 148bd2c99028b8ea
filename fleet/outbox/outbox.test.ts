import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { FolderStore } from '../../store/folder-store.ts';
import type { Store } from '../../store/store.ts';
import { ScratchFolder } from '../../testing/scratch-folder.ts';
import { parseCard } from '../cards/card-text.ts';
import { drawnCard, drawnLeak, originOf } from '../drawn-cards.ts';
import { describeRecording } from '../recordings/describe-recording.ts';
import { waitingRecordings } from '../recordings/waiting-recordings.ts';
import { Outbox } from './outbox.ts';

const scratch = new ScratchFolder();
afterAll(() => scratch.remove());
const report = join(scratch.path, 'report.json');
const page = join(scratch.path, 'page.html');
writeFileSync(report, '{"report":1}');
writeFileSync(page, '<p>page</p>');
const card = drawnCard(originOf('1.0', 'pod'), [drawnLeak()], { id: 'abc' });

let folder: string;
let store: FolderStore;
let rooms = 0;
beforeEach(() => {
  rooms += 1;
  folder = join(scratch.path, `outbox-${rooms}`);
  store = new FolderStore(join(scratch.path, `store-${rooms}`));
});

/** Writes so many objects, and then fails. */
function failingAfter(writes: number): Store {
  let left = writes;
  return new Proxy(store, {
    get: (target, name: keyof Store) =>
      name === 'put'
        ? async (key: string, content: string) => {
            if (left === 0) throw new Error('out of reach');
            left -= 1;
            await target.put(key, content);
          }
        : target[name],
  });
}

const everything = async () => [...(await store.list('cards/')), ...(await store.list('reports/'))];

describe('a report on its way', () => {
  it('arrives whole: the card, and what it names', async () => {
    const outbox = new Outbox(folder, store);
    await outbox.add({ card, report, page });
    await outbox.send();
    expect(await everything()).toEqual([
      'cards/2026-11-01/abc.json',
      'reports/abc/page.html',
      'reports/abc/report.json',
    ]);
    const arrived = parseCard(String(await store.get('cards/2026-11-01/abc.json')));
    expect(arrived).toEqual({ ...card, page: 'reports/abc/page.html' });
    expect(String(await store.get('reports/abc/report.json'))).toBe('{"report":1}');
    expect(await outbox.waiting()).toEqual([]);
  });

  it.each([0, 1, 2])(
    'waits on disk if the store fails after %i objects, and arrives once',
    async (writes) => {
      await new Outbox(folder, store).add({ card, report, page });
      await expect(new Outbox(folder, failingAfter(writes)).send()).rejects.toThrow('out of reach');
      // Nobody finds a card whose report is not there.
      expect(await store.list('cards/')).toEqual([]);
      const next = new Outbox(folder, store);
      expect(await next.waiting()).toEqual(['abc']);
      await next.send();
      await next.send();
      expect(await everything()).toHaveLength(3);
      expect(await next.waiting()).toEqual([]);
    },
  );

  it('of the same recording takes the place of the first', async () => {
    const outbox = new Outbox(folder, store);
    await outbox.add({ card, report, page });
    await outbox.add({ card: { ...card, sentence: 'again' }, report });
    await outbox.send();
    await outbox.add({ card: { ...card, sentence: 'a third time' }, report });
    await outbox.send();
    expect(await store.list('cards/')).toHaveLength(1);
    expect(parseCard(String(await store.get('cards/2026-11-01/abc.json')))).toMatchObject({
      sentence: 'a third time',
    });
  });

  it('that was being laid when the program was killed is not sent', async () => {
    mkdirSync(join(folder, '.unfinished-abc'), { recursive: true });
    const outbox = new Outbox(folder, store);
    await outbox.send();
    expect(await everything()).toEqual([]);
    await outbox.add({ card, report });
    expect(readdirSync(folder)).toEqual(['abc']);
  });

  it('that a power cut left without a whole card holds up no other', async () => {
    const outbox = new Outbox(folder, store);
    await outbox.add({ card: { ...card, id: 'aaa' }, report });
    await outbox.add({ card, report });
    writeFileSync(join(folder, 'aaa/card.json'), '');
    await outbox.send();
    expect(await store.list('cards/')).toEqual(['cards/2026-11-01/abc.json']);
    expect(await outbox.waiting()).toEqual([]);
  });

  it('is refused if 500 wait already', async () => {
    for (let at = 0; at < 500; at += 1) mkdirSync(join(folder, `waiting-${at}`), { recursive: true });
    await expect(new Outbox(folder, store).add({ card, report })).rejects.toThrow('500 reports wait');
  });

  it('outlives its recording, and is told to the workers when its files are there', async () => {
    const recording = join(scratch.path, `recording-${rooms}`);
    mkdirSync(recording);
    writeFileSync(join(recording, 'recording.json'), '{}');
    const sent = await describeRecording(recording, { id: 'abcdef01', at: 1, origin: {} }, false);
    const jobs: string[] = [];
    const queue = { add: vi.fn().mockRejectedValueOnce(new Error('no Redis')) };
    queue.add.mockImplementation(async ({ id }) => {
      jobs.push(`${id}, ${(await waitingRecordings(store)).length} there`);
    });
    const outbox = new Outbox(folder, store, queue);
    await outbox.add({ sent, recording, elsewhere: true });
    await outbox.add({ card, report });
    rmSync(recording, { recursive: true });
    await expect(outbox.send()).rejects.toThrow('no Redis');
    // It holds up no other.
    expect(await outbox.waiting()).toEqual(['abcdef01.recording']);
    await new Outbox(folder, store, queue).send();
    expect(jobs).toEqual(['abcdef01, 1 there']);
    expect(await outbox.waiting()).toEqual([]);
  });
});
