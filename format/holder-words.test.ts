import { expect, it } from 'vitest';
import { holderLines } from './holder-words.ts';

it('holders that are called the same and hold as much share a line', () => {
  const listeners = { name: 'Array', expression: 'hub._events[key]', share: 0.86 };
  const buffer = { name: 'Array', expression: 'buffer', share: 0.98 };
  expect(holderLines([buffer, listeners, { ...listeners, share: 0.5 }, listeners])).toEqual([
    'buffer (98 % of the growing objects)',
    'hub._events[key] (86 % of the growing objects each, 2 of that name)',
    'hub._events[key] (50 % of the growing objects)',
  ]);
});
