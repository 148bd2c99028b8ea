import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { loadConfiguration } from './configuration.ts';

const room = mkdtempSync(join(tmpdir(), 'heaptrail-config-'));
afterAll(() => rmSync(room, { recursive: true, force: true }));

const entry = { path: 'sessions', reason: 'bounded' };
const rule = { list: 'suppress', index: 0, by: 'path', matches: 'sessions', reason: 'bounded' };

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(room, 'project-'));
});

function write(name: string, content: unknown): string {
  const file = join(folder, name);
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  return file;
}

describe('the configuration', () => {
  it('is the file here, in any of its forms', async () => {
    const file = write('heaptrail.config.json', {
      suppress: [entry],
      libraryLeaks: [
        { package: 'debug', reason: 'fixed in 4.3' },
        { fingerprint: '7F3a91c2', reason: 'x' },
      ],
    });
    expect(await loadConfiguration(undefined, folder)).toEqual({
      file,
      rules: [
        rule,
        { list: 'libraryLeaks', index: 0, by: 'package', matches: 'debug', reason: 'fixed in 4.3' },
        { list: 'libraryLeaks', index: 1, by: 'fingerprint', matches: '7F3a91c2', reason: 'x' },
      ],
    });
  });

  it('may be a module or a key of package.json', async () => {
    write('heaptrail.config.mjs', `export default { suppress: [${JSON.stringify(entry)}] };`);
    expect((await loadConfiguration(undefined, folder))?.rules).toEqual([rule]);
    rmSync(join(folder, 'heaptrail.config.mjs'));
    write('package.json', { name: 'app', heaptrail: { suppress: [entry] } });
    expect((await loadConfiguration(undefined, folder))?.rules).toEqual([rule]);
  });

  it('is looked for up to the root of the project and no further', async () => {
    const inner = join(folder, 'packages', 'app');
    mkdirSync(inner, { recursive: true });
    write('heaptrail.config.json', { suppress: [entry] });
    // Without a mark of its own the folder would belong to whatever lies above the scratch folder.
    write('packages/app/package.json', {});
    expect(await loadConfiguration(undefined, inner)).toBeUndefined();
    mkdirSync(join(folder, '.git'));
    expect((await loadConfiguration(undefined, inner))?.rules).toEqual([rule]);
  });

  it('is the one that is named, or none at all', async () => {
    write('heaptrail.config.json', { suppress: [] });
    write('other.json', { suppress: [entry] });
    expect((await loadConfiguration('other.json', folder))?.rules).toEqual([rule]);
    expect(await loadConfiguration(false, folder)).toBeUndefined();
  });
});

describe('a wrong configuration is refused, with the key that is wrong', () => {
  it.each([
    ['no JSON', '{', /heaptrail\.config\.json is not JSON: /],
    ['a list', [], /: the configuration must be an object$/],
    ['an unknown key', { supress: [] }, /: supress is not a known setting$/],
    ['no list', { suppress: {} }, /: suppress must be a list$/],
    ['no reason', { suppress: [entry, { path: 'x' }] }, /: suppress\[1\]\.reason is missing$/],
    ['an empty reason', { suppress: [{ path: 'x', reason: ' ' }] }, /: suppress\[0\]\.reason is empty$/],
    [
      'nothing to match',
      { libraryLeaks: [{ reason: 'x' }] },
      /: libraryLeaks\[0\] needs one of fingerprint, path and package$/,
    ],
    ['two to match', { suppress: [{ ...entry, package: 'y' }] }, /: suppress\[0\] needs one of/],
    [
      'a wrong fingerprint',
      { suppress: [{ fingerprint: '7f', reason: 'x' }] },
      /\.fingerprint is not eight hex digits$/,
    ],
    ['a number', { suppress: [{ path: 7, reason: 'x' }] }, /: suppress\[0\]\.path must be a string$/],
    [
      'an unknown key of an entry',
      { suppress: [{ ...entry, pth: 'x' }] },
      /: suppress\[0\]\.pth is not a known setting$/,
    ],
  ])('%s', async (_, content, fact) => {
    write('heaptrail.config.json', content);
    const loaded = loadConfiguration(undefined, folder);
    await expect(loaded).rejects.toMatchObject({ code: 'bad-config', message: expect.stringMatching(fact) });
  });

  it('also if it is not there or fails to run', async () => {
    await expect(loadConfiguration('nowhere.json', folder)).rejects.toThrow(
      /nowhere\.json cannot be read \(ENOENT\)/,
    );
    write('heaptrail.config.mjs', 'throw new Error("on purpose")');
    await expect(loadConfiguration(undefined, folder)).rejects.toThrow(/failed: on purpose/);
  });
});
