import { expect, it } from 'vitest';
import { chooseTarget } from './choose-target.ts';
import type { ListedTarget } from './listed-targets.ts';

const target = (id: string, type: string, title: string, url: string): ListedTarget => ({
  id,
  type,
  title,
  url,
  path: `/devtools/page/${id}`,
});
const shop = target('A1', 'page', 'Shop', 'http://localhost:3000/');
const admin = target('B2', 'page', 'Shop admin', 'http://localhost:3000/admin');
const counter = target('C3', 'worker', '', 'http://localhost:3000/counter.js');
const popup = target('D4', 'browser_ui', 'Omnibox Popup', 'chrome://omnibox-popup/');
const all = [shop, admin, counter, popup];
const chosen = (wanted: string | undefined, from = all) => chooseTarget(from, wanted, 'localhost:9222');

it('takes the only one, and leaves out what the browser shows of itself', () => {
  expect(chosen(undefined, [shop, popup])).toBe(shop);
  expect(chosen(undefined, [popup])).toBe(popup);
});

it.each([
  ['2', admin],
  ['C3', counter],
  ['ADMIN', admin],
  ['counter.js', counter],
])('takes the one that --target %s means', (wanted, meant) => {
  expect(chosen(wanted)).toBe(meant);
});

it('lists them if several could be meant', () => {
  const list = [
    '--target 1 (page Shop, http://localhost:3000/)',
    '--target 2 (page Shop admin, http://localhost:3000/admin)',
    '--target 3 (worker http://localhost:3000/counter.js)',
  ];
  expect(() => chosen(undefined)).toThrow(
    expect.objectContaining({
      code: 'several-targets',
      message: 'localhost:9222 has 3 targets',
      next: `choose ${list.join(', ')}; or give an id, or part of a title or URL`,
    }),
  );
  expect(() => chosen('shop')).toThrow(
    expect.objectContaining({
      code: 'several-targets',
      message: '2 targets of localhost:9222 fit "shop"',
      next: `choose ${list.slice(0, 2).join(', ')}; or give an id, or part of a title or URL`,
    }),
  );
});

it.each(['4', '0', 'cart'])('says that there is no target %s', (wanted) => {
  expect(() => chosen(wanted)).toThrow(
    expect.objectContaining({ code: 'no-such-target', message: `localhost:9222 has no target ${wanted}` }),
  );
});

it('says that there is none at all', () => {
  expect(() => chosen(undefined, [])).toThrow(expect.objectContaining({ code: 'no-such-target' }));
});
