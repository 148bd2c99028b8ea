import { mkdirSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { transformSync } from 'esbuild';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ScratchFolder } from '../../testing/scratch-folder.ts';
import { SourceMaps } from './source-maps.ts';

/** `keepSession` begins in line 4 of what is written, and in line 1 of what runs. */
const written = `
interface Session { readonly id: string }
const sessions = new Map<string, Session>();
function keepSession(session: Session): void {
  sessions.set(session.id, session);
}
(globalThis as { keep?: unknown }).keep = keepSession;
`;

let scratch: ScratchFolder;
let folder: string;
beforeEach(() => {
  scratch = new ScratchFolder();
  folder = scratch.path;
});
afterEach(() => scratch.remove());

/** Compiles to `dist/agent.js` as a bundler would: in one line, and with the map where it is asked for. */
function compile(where: 'inline' | 'beside' | 'missing'): { file: string; url: string; column: number } {
  const { code, map } = transformSync(written, {
    loader: 'ts',
    minify: true,
    format: 'iife',
    sourcemap: where === 'inline' ? 'inline' : true,
    sourcefile: '../src/agent.ts',
  });
  mkdirSync(join(folder, 'dist'), { recursive: true });
  const file = join(folder, 'dist', 'agent.js');
  const reference = where === 'inline' ? '' : '\n//# sourceMappingURL=agent.js.map\n';
  writeFileSync(file, code + reference);
  if (where === 'beside') writeFileSync(`${file}.map`, map);
  return { file, url: pathToFileURL(file).href, column: code.indexOf('(', code.indexOf('function')) + 1 };
}

const expected = (name = 'keepSession') => ({
  url: pathToFileURL(join(folder, 'src', 'agent.ts')).href,
  line: 4,
  column: expect.any(Number),
  name,
});

describe('a place in code that was compiled', () => {
  it.each(['inline', 'beside'] as const)('is found where it was written, with the map %s', (where) => {
    const { url, file, column } = compile(where);
    const maps = new SourceMaps();
    expect(maps.original({ url, line: 1, column })).toEqual(expected());
    expect(new SourceMaps().original({ url: file, line: 1, column }), 'by path').toEqual(expected());
    expect(maps.original({ url: `${url}?v=2`, line: 1, column }), 'with a query').toEqual(expected());
    expect(maps.limits).toEqual([]);
  });

  it('stays as it is without a map', () => {
    const { url, column } = compile('missing');
    const maps = new SourceMaps();
    expect(maps.original({ url, line: 1, column })).toBeUndefined();
    expect(maps.limits).toEqual([]);
  });

  it('stays as it is where the script was compiled again since it was loaded, and that is said', () => {
    const { url, file, column } = compile('inline');
    const loadedBy = statSync(file).mtimeMs;
    expect(new SourceMaps(loadedBy).original({ url, line: 1, column })).toEqual(expected());
    utimesSync(file, new Date(), new Date(loadedBy + 5_000));
    const maps = new SourceMaps(loadedBy);
    expect(maps.original({ url, line: 1, column })).toBeUndefined();
    expect(maps.limits.join()).toContain('agent.js');
  });

  it('stays as it is where the map is broken, and that is said', () => {
    const { url, file, column } = compile('beside');
    writeFileSync(`${file}.map`, '{"version":3,"mapp');
    const maps = new SourceMaps();
    expect(maps.original({ url, line: 1, column })).toBeUndefined();
    expect(maps.limits.join()).toContain('too large or broken');
  });
});

it.each(['https://example.com/agent.js', 'node:events', '', 'evalmachine.<anonymous>', 'file:///dev/zero'])(
  'nothing is read for %s',
  (url) => {
    const maps = new SourceMaps();
    expect(maps.original({ url, line: 1, column: 1 })).toBeUndefined();
    expect(maps.limits).toEqual([]);
  },
);

it('a map elsewhere on the network is not fetched', () => {
  const file = join(folder, 'remote.js');
  writeFileSync(file, 'x\n//# sourceMappingURL=https://example.com/remote.js.map\n');
  expect(new SourceMaps().original({ url: file, line: 1, column: 1 })).toBeUndefined();
});
