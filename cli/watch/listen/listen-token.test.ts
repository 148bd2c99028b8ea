import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { ScratchFolder } from '../../../testing/scratch-folder.ts';
import { listenToken } from './listen-token.ts';

const scratch = new ScratchFolder();
afterAll(() => scratch.remove());
const file = join(scratch.path, 'token');
writeFileSync(file, '0123456789abcdef\n');

it('comes from a file or from the environment', () => {
  expect(listenToken(file, {})).toBe('0123456789abcdef');
  expect(listenToken(undefined, { HEAPTRAIL_LISTEN_TOKEN: ' fedcba9876543210' })).toBe('fedcba9876543210');
  expect(listenToken(file, { HEAPTRAIL_LISTEN_TOKEN: 'another-one-of-the-environment' })).toBe(
    '0123456789abcdef',
  );
});

it('must be there, and long enough not to be guessed', () => {
  expect(() => listenToken(undefined, {})).toThrow('--listen needs a token');
  expect(() => listenToken(undefined, { HEAPTRAIL_LISTEN_TOKEN: '123456789012345' })).toThrow(
    'shorter than 16',
  );
  expect(() => listenToken(join(scratch.path, 'none'), {})).toThrow(/cannot be read from .*none: ENOENT/);
});
