import { expect, it } from 'vitest';
import { inconclusiveReport, leakyReport, nativeReport, quietReport } from '../../testing/example-reports.ts';
import { originOf, start } from '../drawn-cards.ts';
import { keys, keyWord } from './card.ts';
import { cardOf } from './card-of.ts';
import { parseCard, parseInstanceCard } from './card-text.ts';

const identity = { id: 'abc', at: start, origin: originOf('1.0', 'pod') };

it('has what joins a leak with that of other processes', () => {
  const card = cardOf(leakyReport, identity);
  expect(card).toMatchObject({ id: 'abc', at: start, outcome: 'growth', problem: 'retained-objects' });
  expect(card.leaks[0]).toEqual({
    fingerprint: '7f3a91c2',
    title: 'Map `sessions` gains 2,000 entries per interval and never loses any',
    kind: 'map',
    confirmed: true,
    confidence: 0.98,
    holder: 'open.sessions',
    place: 'src/client.mjs:16 (function open)',
    bytesPerHour: 78 * 2 ** 20,
    objectsPerOperation: 1,
  });
});

it('joins growth outside the heap by its kind, and by its owner if one is proven', () => {
  const parts = [{ name: 'native', state: 'grows', reason: '', perHour: 64 * 2 ** 20 }] as const;
  const native = { ...nativeReport, verdict: { ...nativeReport.verdict, parts } };
  expect(cardOf(native, identity).leaks).toEqual([
    {
      fingerprint: 'native',
      title: 'native memory grows 64.0 MiB/h',
      kind: 'native',
      confirmed: true,
      confidence: 0.8,
      holder: 'native',
      bytesPerHour: 64 * 2 ** 20,
    },
  ]);
  const owner = {
    kind: 'binding',
    name: 'node::ZlibContext',
    module: 'node',
    functions: [],
    born: [1, 1, 1],
    bytes: 3,
    bytesPerHour: 3,
    share: 0.9,
    growth: 'proven',
  } as const;
  const owned = { ...native, native: { owners: { duration: 1, gained: 3, owners: [owner], limits: [] } } };
  expect(cardOf(owned, identity).leaks[0]).toMatchObject({
    fingerprint: 'native:node::ZlibContext',
    holder: 'node::ZlibContext',
  });
});

it('has no leaks if the report has none', () => {
  for (const report of [quietReport, inconclusiveReport]) expect(cardOf(report, identity).leaks).toEqual([]);
});

it('is read back, and says what is wrong with what is none', () => {
  const card = cardOf(leakyReport, identity);
  expect(parseCard(JSON.stringify(card))).toEqual(card);
  expect(parseCard('{"schemaVersion":1')).toBe('it is not complete JSON');
  expect(parseCard(JSON.stringify({ ...card, outcome: 'fine' }))).toMatch(/^outcome: Invalid type/);
  expect(parseCard(JSON.stringify({ ...card, schemaVersion: 2 }))).toMatch(/^schemaVersion: Invalid type/);
  expect(parseInstanceCard('[]')).toMatch(/Invalid/);
});

it('lies under a key that no other name has', () => {
  expect(keys.card(card())).toBe('cards/2026-11-01/abc.json');
  expect(keys.instance('chat/eu', '..', 7)).toBe('instances/chat_2feu/_2e_2e/7.json');
  const names = ['a_b', 'a b', 'a/b', 'a.b', 'a_20b', 'ä', '', '_'];
  expect(new Set(names.map(keyWord)).size).toBe(names.length);
});

function card() {
  return cardOf(quietReport, identity);
}
