import { expect, it } from 'vitest';
import { ownHomes, shortenHomes } from './shorten-homes.ts';

it.each([
  ['/home/ada/agent/src/a.ts:3', '~/agent/src/a.ts:3'],
  ['file:///home/ada/agent/a.mjs', 'file://~/agent/a.mjs'],
  ['at f (/Users/ada/agent/a.js:1:2)', 'at f (~/agent/a.js:1:2)'],
  ['/var/home/ada', '~'],
  ['/root/agent/a.js and /root', '~/agent/a.js and ~'],
  ['C:\\Users\\Ada Lovelace\\agent\\a.js', '~\\agent\\a.js'],
  ['file:///C:/Users/ada/a.js', 'file://~/a.js'],
  ['/srv/people/ada/a.js, /srv/people/adam/b.js', '~/a.js, /srv/people/adam/b.js'],
  ['file:///srv/my%20people/ada/a.js', 'file://~/a.js'],
])('shortens %s', (text, expected) => {
  expect(shortenHomes(text, ['/srv/people/ada', '/srv/my people/ada', '/srv/my%20people/ada'])).toBe(
    expected,
  );
});

it.each([
  '/app/src/home/page.js',
  '/usr/lib/node',
  '/rootless/a.js',
  'node:internal/root',
  '/opt/app.root/a',
])('leaves %s alone', (text) => {
  expect(shortenHomes(text, [])).toBe(text);
});

it('looks into everything that holds texts, and leaves numbers alone', () => {
  const ids = Uint32Array.of(1, 2);
  const value = { at: 1, places: [{ '/home/ada/a.js': '/home/ada/b.js' }], ids, none: null };
  const expected = { at: 1, places: [{ '~/a.js': '~/b.js' }], ids, none: null };
  expect(shortenHomes(value, [])).toEqual(expected);
});

it('knows the home of this person, also as addresses write it', () => {
  const homes = ownHomes({ HOME: '/srv/my people/ada' });
  expect(homes).toEqual(expect.arrayContaining(['/srv/my people/ada', '/srv/my%20people/ada']));
});
