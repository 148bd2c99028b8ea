import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { ScratchFolder } from '../../testing/scratch-folder.ts';
import { sourceFilesFrom } from './source-files.ts';

const scratch = new ScratchFolder();
afterAll(() => scratch.remove());

function project(...files: string[]): string {
  const root = mkdtempSync(join(scratch.path, 'project-'));
  for (const file of files) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), '');
  }
  return root;
}

describe('source files', () => {
  it('are found from anywhere in the repository by the end of their path', () => {
    const root = project('.git/HEAD', 'packages/agent/src/server.mjs', 'packages/agent/src/deep/x.ts');
    const fileOf = sourceFilesFrom(join(root, 'packages/agent'));
    expect(fileOf('src/server.mjs')).toBe('packages/agent/src/server.mjs');
    expect(fileOf('server.mjs')).toBe('packages/agent/src/server.mjs');
    expect(fileOf(`${basename(root)}/packages/agent/src/server.mjs`)).toBe('packages/agent/src/server.mjs');
    expect(fileOf('rc/server.mjs')).toBeUndefined();
    expect(fileOf('src/other.mjs')).toBeUndefined();
  });

  it('are not guessed where two fit, and never outside', () => {
    const root = project('.git/HEAD', 'a/src/index.js', 'b/src/index.js', 'dist/only.js');
    const fileOf = sourceFilesFrom(root);
    expect(fileOf('src/index.js')).toBeUndefined();
    expect(fileOf('a/src/index.js')).toBe('a/src/index.js');
    expect(fileOf('dist/only.js')).toBeUndefined();
    expect(fileOf('../x.js')).toBeUndefined();
    expect(fileOf('node:internal/timers')).toBeUndefined();
    expect(fileOf('[key]')).toBeUndefined();
  });

  it('may be those of a dependency', () => {
    const root = project('package.json', 'node_modules/debug/src/common.js', 'src/common.js');
    const name = 'node_modules/debug/src/common.js';
    expect(sourceFilesFrom(root)(name)).toBe(name);
    expect(sourceFilesFrom(root)('node_modules/debug/src/other.js')).toBeUndefined();
  });

  it('are those of the folder that the program ran in', () => {
    const root = project('.git/HEAD', 'a/src/index.js', 'b/src/index.js');
    expect(sourceFilesFrom(root, join(root, 'b'))('src/index.js')).toBe('b/src/index.js');
    expect(sourceFilesFrom(root)(join(root, 'a/src/index.js'))).toBe('a/src/index.js');
  });

  it('are found by the end of their path if the program ran on another machine', () => {
    const root = project('.git/HEAD', 'api/src/orders/index.js', 'api/src/users/index.js', 'main.js');
    const fileOf = sourceFilesFrom(root, '/srv/elsewhere');
    expect(fileOf('src/orders/index.js')).toBe('api/src/orders/index.js');
    expect(fileOf('/opt/app/src/orders/index.js')).toBe('api/src/orders/index.js');
    expect(fileOf('/opt/app/index.js')).toBeUndefined();
    expect(fileOf('/opt/main.js')).toBeUndefined();
  });
});
