import { expect, it } from 'vitest';
import { fitting } from './fitting.ts';

const charWidth = 6.5;

it.each([
  ['Map', 20, 'Map'],
  ['sessions Map', 12 * charWidth, 'sessions Map'],
  ['sessions Map', 8 * charWidth, 'session…'],
  ['sessions Map', 7.9 * charWidth, ''],
  ['scope of /srv/app/src/agent.mjs', 22 * charWidth, 'scope of …/agent.mjs'],
  ['scope of /srv/app/src/agent.mjs', 14 * charWidth, 'scope of …/ag…'],
  ['scope of /srv/app/src/agent.mjs', 11 * charWidth, 'scope of…'],
  ['src/orders/', 9 * charWidth, '…/orders/'],
  ['😀😀😀😀😀😀😀😀😀', 8 * charWidth, '😀😀😀😀😀😀😀…'],
])('of %s in %d pixels there is %j', (text, width, shown) => {
  expect(fitting(text, width)).toBe(shown);
});
