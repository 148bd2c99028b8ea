import { expect, it } from 'vitest';
import { covers } from './snapshot-directory.ts';

it.each([
  ['*', true],
  ['/', true],
  ['/srv', true],
  ['/srv/app', true],
  ['/srv/app/', true],
  ['.', true],
  ['/srv/ap*', true],
  ['/srv/app/logs', false],
  ['/srv/ap', false],
  ['/srv/other*', false],
])('--allow-fs-write=%s allows files in /srv/app: %s', (allowed, expected) => {
  expect(covers(allowed, '/srv/app', '/srv/app')).toBe(expected);
});
