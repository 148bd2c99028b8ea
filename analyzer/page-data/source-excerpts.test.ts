import { mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { transformSync } from 'esbuild';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Suspect } from '../../format/suspect.ts';
import { ScratchFolder } from '../../testing/scratch-folder.ts';
import type { ProgramCode } from '../analyze.ts';
import { ModuleNames } from '../graph/module-names.ts';
import { SourceMaps } from '../sources/source-maps.ts';
import { sourceExcerpts } from './source-excerpts.ts';

let scratch: ScratchFolder;
beforeEach(() => {
  scratch = new ScratchFolder();
});
afterEach(() => scratch.remove());

const written = ['// one', '// two', '// three', 'export function keep(a) {', '  held.push(a);', '}', ''];

function write(name: string, text: string): string {
  const file = join(scratch.path, name);
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, text);
  return pathToFileURL(file).href;
}

/** A suspect whose path goes through these places. */
function through(...places: readonly string[]): { suspects: Suspect[] } {
  const path = places.map((location) => ({
    edge: '.f',
    name: 'function f',
    kind: 'closure' as const,
    location,
  }));
  return { suspects: [{ path, holders: [] } as unknown as Suspect] };
}

function code(loadedBy?: number): ProgramCode {
  return { sources: new SourceMaps(loadedBy), modules: new ModuleNames(scratch.path) };
}

describe('an excerpt', () => {
  it('is a few lines around a place, from the file', () => {
    const program = code();
    program.modules.of(write('src/keep.mjs', written.join('\n')));
    expect(sourceExcerpts(through('src/keep.mjs:4'), program)).toEqual([
      { place: 'src/keep.mjs:4', first: 2, lines: written.slice(1, 6) },
    ]);
  });

  it('is what the source map says if the file as it was written is not there', () => {
    const source =
      'const held: string[] = [];\nexport function keep(a: string): void {\n  held.push(a);\n}\n';
    const made = transformSync(source, {
      loader: 'ts',
      minify: true,
      sourcemap: 'inline',
      sourcefile: '../src/keep.ts',
    });
    const url = write('dist/keep.js', made.code);
    const program = code();
    const column = made.code.indexOf('(', made.code.indexOf('function')) + 1;
    const place = program.sources.original({ url, line: 1, column });
    const name = program.modules.of(place?.url ?? '');
    expect(name).toBe('src/keep.ts');
    const [excerpt] = sourceExcerpts(through(`${name}:2`), program);
    expect(excerpt).toEqual({ place: 'src/keep.ts:2', first: 1, lines: source.trimEnd().split('\n') });
  });

  it('is cut where lines are long, and not taken of minified code', () => {
    const program = code();
    program.modules.of(write('src/long.mjs', `f(${'x'.repeat(300)});`));
    program.modules.of(write('src/minified.mjs', `f(${'x'.repeat(1_000)});`));
    const [long, ...others] = sourceExcerpts(through('src/long.mjs:1', 'src/minified.mjs:1'), program);
    expect(long.lines[0]).toHaveLength(161);
    expect(others).toEqual([]);
  });

  it('is not taken of code that changed since the program started', () => {
    const url = write('src/keep.mjs', written.join('\n'));
    const start = Date.now() - 60_000;
    const program = code(start);
    program.modules.of(url);
    expect(sourceExcerpts(through('src/keep.mjs:4'), program)).toEqual([]);
    utimesSync(join(scratch.path, 'src/keep.mjs'), new Date(start - 1), new Date(start - 1));
    const unchanged = code(start);
    unchanged.modules.of(url);
    expect(sourceExcerpts(through('src/keep.mjs:4'), unchanged)).toHaveLength(1);
  });

  it.each(['.env', 'secrets.json', 'id_rsa', 'node_modules/library/index.mjs'])(
    'is not taken of %s, whatever a heap calls its code',
    (name) => {
      const program = code();
      const shown = program.modules.of(write(name, 'secret\n'));
      expect(sourceExcerpts(through(`${shown}:1`), program)).toEqual([]);
    },
  );

  it('is not taken of a place that the analysis did not name, or that the file does not have', () => {
    const program = code();
    program.modules.of(write('src/keep.mjs', written.join('\n')));
    write('src/other.mjs', written.join('\n'));
    expect(sourceExcerpts(through('src/other.mjs:1', 'src/keep.mjs:99', 'src/keep.mjs'), program)).toEqual(
      [],
    );
  });

  it('is one of 60 at most', () => {
    const program = code();
    program.modules.of(write('src/many.mjs', 'x();\n'.repeat(100)));
    const places = Array.from({ length: 100 }, (_, i) => `src/many.mjs:${i + 1}`);
    expect(sourceExcerpts(through(...places), program)).toHaveLength(60);
  });
});
