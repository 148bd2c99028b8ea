import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { tool } from './tool.ts';

it('names the tool as its package does', () => {
  const { name, version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  expect(tool).toEqual({ name, version });
});
