import { describe, expect, it } from 'vitest';
import { ModuleNames } from './module-names.ts';

const url = (path: string) => `file:///srv/app/${path}`;

describe('a module is named', () => {
  it.each([
    ['node:events', 'node:events'],
    [url('node_modules/debug/src/common.js'), 'debug/src/common.js'],
    [url('node_modules/a/node_modules/@b/c/index.js?v=1'), '@b/c/index.js'],
    [url('packages/api/src/index.ts'), 'packages/api/src/index.ts'],
    [url('server.mjs'), 'server.mjs'],
    ['/srv/app/server.mjs', 'server.mjs'],
    ['file:///srv/application/server.mjs', 'application/server.mjs'],
    ['file:///opt/shared/lib/log.mjs', 'lib/log.mjs'],
  ])('%s as %s by a program in its folder', (from, name) => {
    expect(new ModuleNames('/srv/app').of(from)).toBe(name);
  });

  it('by as much of its path as tells it from all others', () => {
    const names = new ModuleNames();
    names.learn([url('one/src/index.ts'), url('two/src/index.ts'), url('two/src/agent.ts')]);
    expect(names.of(url('one/src/index.ts'))).toBe('one/src/index.ts');
    expect(names.of(url('two/src/index.ts'))).toBe('two/src/index.ts');
    expect(names.of(url('two/src/agent.ts'))).toBe('src/agent.ts');
    expect(names.of('index.js')).toBe('index.js');
  });
});
