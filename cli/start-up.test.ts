import { build, type Metafile } from 'esbuild';
import { beforeAll, expect, it } from 'vitest';
import yargs, { type Argv, type CommandModule } from 'yargs';
import { commands } from './command-line.ts';

const entry = 'cli/command-line.ts';
let inputs: Metafile['inputs'];

beforeAll(async () => {
  const { metafile } = await build({
    entryPoints: [entry],
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    packages: 'external',
    outdir: 'unwritten',
    write: false,
    metafile: true,
  });
  inputs = metafile.inputs;
});

/** All that comes with a module at once: what `import()` names comes later. */
function loadedWith(module: string): readonly string[] {
  const found = new Set([module]);
  for (const file of found)
    for (const { path, kind } of inputs[file]?.imports ?? [])
      if (kind === 'import-statement') found.add(path);
  return [...found];
}

function roomsOf(files: readonly string[]): readonly string[] {
  return [...new Set(files.map((file) => file.split('/')[0]!))]
    .filter((room) => !room.startsWith('node:'))
    .sort();
}

it('reads no judgement, no probes and no validator before it knows the command', () => {
  const files = loadedWith(entry);
  expect(roomsOf(files)).toEqual(['analyzer', 'cli', 'format', 'picocolors', 'probes', 'store', 'yargs']);
  expect(files.filter((file) => /^(probes|analyzer)\//.test(file)).sort()).toMatchInlineSnapshot(`
    [
      "analyzer/inventory/held-as.ts",
      "analyzer/inventory/list-strings.ts",
      "analyzer/parse/snapshot-columns.ts",
      "analyzer/terminal/typed-command.ts",
      "probes/address/typed-address.ts",
    ]
  `);
});

it('attaches before it loads what judges captures, native pages, other runtimes, reports and stores', () => {
  const files = loadedWith('cli/actions/attach-and-judge.ts');
  expect(files).toContain('probes/attach/attach.ts');
  const late =
    /^(fleet|store|viewer|probes\/(bun|native|page)|analyzer\/(explain|growth|graph|heap|search|parse|paths|sources|allocations|visits))\//;
  expect(files.filter((file) => late.test(file))).toEqual([]);
});

it('has a help whose characters take one column each, as the bundled command counts them', async () => {
  for (const command of commands as readonly CommandModule[]) {
    const line = yargs([]);
    (command.builder as (line: Argv) => Argv)(line);
    for (const row of (await line.getHelp()).split('\n')) expect(row).toMatch(/^[\x20-\x7e…]*$/);
  }
});
