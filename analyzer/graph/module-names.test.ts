import { describe, expect, it } from 'vitest';
import { ModuleNames } from './module-names.ts';

const url = (path: string) => `file:///srv/app/${path}`;

describe('a file is named', () => {
  it.each([
    ['node:events', 'node:events'],
    ['evalmachine.<anonymous>', 'evalmachine.<anonymous>'],
    [url('src/modules/orders/handlers/index.mjs'), 'src/modules/orders/handlers/index.mjs'],
    [url('node_modules/debug/src/common.js'), 'node_modules/debug/src/common.js'],
    [url('node_modules/a/node_modules/@b/c/index.js?v=1'), 'node_modules/a/node_modules/@b/c/index.js'],
    ['file:///srv/node_modules/.pnpm/a@1/node_modules/a/x.js', 'node_modules/a/x.js'],
    [url('server.mjs'), 'server.mjs'],
    [url('with%20space/caf%C3%A9.mjs'), 'with space/café.mjs'],
    ['/srv/app/a#b.mjs', 'a#b.mjs'],
    ['/srv/app/server.mjs', 'server.mjs'],
    ['file:///srv/application/src/deep/server.mjs', '/srv/application/src/deep/server.mjs'],
    ['webpack://app/./src/orders/index.ts', 'src/orders/index.ts'],
    ['webpack:///./src/orders/index.ts?1f2e', 'src/orders/index.ts'],
    ['webpack-internal:///(rsc)/./src/page.tsx', 'src/page.tsx'],
  ])('%s as %s by a program in its folder', (from, name) => {
    expect(new ModuleNames('/srv/app').of(from)).toBe(name);
  });

  it('by its absolute path if the folder of the program is not known', () => {
    expect(new ModuleNames().of(url('one/src/index.ts'))).toBe('/srv/app/one/src/index.ts');
  });

  it('by a program that runs in the root folder', () => {
    expect(new ModuleNames('/').of('file:///app/server.mjs')).toBe('app/server.mjs');
  });
});
