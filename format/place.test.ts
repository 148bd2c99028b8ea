import { expect, it } from 'vitest';
import { insidePackage, isRuntimeFile, placeFrom, placeText } from './place.ts';

it.each([
  [{ file: 'src/modules/orders/handlers/index.mjs', line: 16 }, 'src/modules/orders/handlers/index.mjs:16'],
  [{ file: 'src/agent.mjs', line: 16, column: 4 }, 'src/agent.mjs:16:4'],
  [{ file: 'src/agent.mjs' }, 'src/agent.mjs'],
  [{ file: 'node:events', line: 219 }, 'node:events:219'],
  [{ file: '/srv/a:b/x.mjs', line: 1 }, '/srv/a:b/x.mjs:1'],
])('%j is written as %s and read back', (place, text) => {
  expect(placeText(place)).toBe(text);
  expect(placeFrom(text)).toEqual(place);
});

it('a function of the engine has no place', () => {
  expect(placeText({ file: '', line: 0, column: 0 })).toBe('');
});

it('code of the runtime is told from that of the program', () => {
  expect(['node:events', 'bun:main', 'src/node.ts', '/node/x.js'].map(isRuntimeFile)).toEqual([
    true,
    true,
    false,
    false,
  ]);
});

it.each([
  ['node_modules/debug/src/common.js', 'debug/src/common.js'],
  ['node_modules/.pnpm/a@1/node_modules/@b/c/index.js', '@b/c/index.js'],
  ['/opt/node_modules/a/x.js', 'a/x.js'],
  ['src/node_modules.ts', undefined],
])('%s is %s of a package', (file, inside) => {
  expect(insidePackage(file)).toBe(inside);
});
