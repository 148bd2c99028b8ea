import { expect, it } from 'vitest';
import { fitting } from './fitting.ts';

it.each([
  ['Map', 20, 'Map'],
  ['sessions Map', 12 * 6.4, 'sessions Map'],
  ['sessions Map', 8 * 6.4, 'session…'],
  ['sessions Map', 7.9 * 6.4, ''],
  ['😀😀😀😀😀😀😀😀😀', 8 * 6.4, '😀😀😀😀😀😀😀…'],
])('of %s in %d pixels there is %j', (text, width, shown) => {
  expect(fitting(text, width)).toBe(shown);
});
