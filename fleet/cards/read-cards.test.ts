import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeEach, expect, it } from 'vitest';
import { FolderStore } from '../../store/folder-store.ts';
import { ScratchFolder } from '../../testing/scratch-folder.ts';
import { drawnCard, drawnInstance, originOf } from '../drawn-cards.ts';
import { type Card, keys } from './card.ts';
import { readCards } from './read-cards.ts';

const scratch = new ScratchFolder();
afterAll(() => scratch.remove());
let rooms = 0;
let store: FolderStore;
beforeEach(() => {
  rooms += 1;
  store = new FolderStore(join(scratch.path, `store-${rooms}`));
});

const origin = originOf('1.0', 'pod');
const put = async (card: Card) => store.put(keys.card(card), JSON.stringify(card));
const many = Array.from({ length: 250 }, (_, at) => drawnCard(origin, [], { id: `many${at}` }));
const idsOf = async () => (await readCards(store)).cards.map(({ id }) => id).toSorted();

it('reads what is there, and says what is no card', async () => {
  await put(drawnCard(origin, [], { id: 'one' }));
  await store.put(keys.instance('chat', 'pod', 17), JSON.stringify(drawnInstance(origin)));
  writeFileSync(join(store.place, 'cards/2026-11-01/torn.json'), '{"schemaVersion":1,');
  const { cards, instances, unread } = await readCards(store);
  expect(cards.map(({ id }) => id)).toEqual(['one']);
  expect(instances).toEqual([drawnInstance(origin)]);
  expect(unread).toEqual(['cards/2026-11-01/torn.json: it is not complete JSON']);
});

it('packs many cards of a day into one object, and tells the same afterwards', async () => {
  for (const card of many) await put(card);
  const before = await idsOf();
  expect(before).toHaveLength(many.length);
  expect(await store.list('cards/')).toEqual([]);
  expect(await store.list('packs/')).toHaveLength(1);
  await put({ ...many[0]!, judgedAt: many[0]!.judgedAt + 1, sentence: 'judged again' });
  expect(await idsOf()).toEqual(before);
  const { cards } = await readCards(store);
  expect(cards.find(({ id }) => id === 'many0')!.sentence).toBe('judged again');
});

it('loses and doubles nothing if several readers pack at once', async () => {
  for (const card of many) await put(card);
  const answers = await Promise.all([idsOf(), idsOf(), idsOf()]);
  await put(drawnCard(origin, [], { id: 'late' }));
  expect(await idsOf()).toEqual(['late', ...many.map(({ id }) => id)].toSorted());
  for (const ids of answers) expect(ids).toHaveLength(many.length);
});
