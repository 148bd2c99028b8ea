import { execFile } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Report } from '../format/report.ts';
import type { Suspect } from '../format/suspect.ts';
import { nodeBinary } from '../scripts/fetch-node.mjs';
import { ScratchFolder } from '../testing/scratch-folder.ts';
import { heaptrail } from './heaptrail-command.ts';

/** A program that leaks in four ways and takes its own snapshots, so that nothing has to be attached. */
const program: Readonly<Record<string, string>> = {
  'src/request-log.ts': `
interface Entry { readonly url: string }
const requestLog: Entry[] = [];
export const logRequest = (url: string): void => { requestLog.push({ url: url + Math.random() }); };
`,
  'src/modules/sessions/store.ts': `
class SessionRecord { readonly parts: string[]; constructor(readonly id: string) { this.parts = [id + 'a', id + 'b']; } }
const sessionsById = new Map<string, SessionRecord>();
export function keepSession(id: string): number {
  sessionsById.set(id, new SessionRecord(id));
  return sessionsById.size;
}
export class Registry {
  readonly #names = new Set<string>();
  add(name: string): void { this.#names.add(name + Math.random()); }
}
`,
  'src/orders.ts': `
import { EventEmitter } from 'node:events';
const orderEvents = new EventEmitter().setMaxListeners(0);
const handled: string[] = [];
export function takeOrder(id: string): void {
  orderEvents.on('paid', function onPaid() { handled.push(id); });
}
export const registryHolder = { count: () => orderEvents.listenerCount('paid') + handled.length };
`,
  'src/main.ts': `
import { writeHeapSnapshot } from 'node:v8';
import { keepSession, Registry } from './modules/sessions/store.js';
import { registryHolder, takeOrder } from './orders.js';
import { logRequest } from './request-log.js';
const registry = new Registry();
const work = (round: number): void => {
  for (let i = 0; i < 300; i++) {
    const id = round + '-' + i;
    logRequest(id);
    keepSession(id);
    takeOrder(id);
    registry.add(id);
  }
};
(globalThis as { keep?: unknown }).keep = [work, registryHolder];
const folder = process.argv[2];
for (let round = 0; round < 4; round++) {
  work(round);
  writeHeapSnapshot(folder + '/' + round + '.heapsnapshot');
}
`,
  // A bundler gives letters by how often a name is used: one more module changes most of them.
  'src/more.ts': `
import './main.js';
const zero = [1], one = [zero, zero, zero], two = [one, one, zero, zero, one], three = [two, two, one, zero];
(globalThis as { more?: unknown }).more = () => [zero, one, two, three, two, one, zero, three, three, two, one];
`,
};

const modules = Object.keys(program).filter((name) => name !== 'src/more.ts');
const scratch = new ScratchFolder();
afterAll(() => scratch.remove());

interface Build {
  readonly file: string;
  /** Files that are compiled one by one if there is no bundle. */
  readonly entries: readonly string[];
  readonly bundle: boolean;
  readonly minify: boolean;
}

const builds = {
  plain: { file: 'dist/main.js', entries: modules, bundle: false, minify: false },
  minified: { file: 'min/main.js', entries: ['src/main.ts'], bundle: true, minify: true },
  'minified with one more module': {
    file: 'more/more.js',
    entries: ['src/more.ts'],
    bundle: true,
    minify: true,
  },
} as const satisfies Readonly<Record<string, Build>>;
type BuildName = keyof typeof builds;

const reports = new Map<BuildName, Report>();
const fileOf = (name: BuildName) => join(scratch.path, `${builds[name].file}.report.json`);

beforeAll(async () => {
  for (const [file, text] of Object.entries({ ...program, 'package.json': '{"type":"module"}' })) {
    mkdirSync(dirname(join(scratch.path, file)), { recursive: true });
    writeFileSync(join(scratch.path, file), text);
  }
  const node = await nodeBinary(22);
  await Promise.all((Object.keys(builds) as BuildName[]).map((name) => analyzed(name, node)));
}, 120_000);

async function analyzed(name: BuildName, node: string): Promise<void> {
  const { file, entries, bundle, minify }: Build = builds[name];
  await build({
    entryPoints: entries.map((entry) => join(scratch.path, entry)),
    ...(bundle ? { outfile: join(scratch.path, file) } : { outdir: join(scratch.path, dirname(file)) }),
    outbase: join(scratch.path, 'src'),
    bundle,
    minify,
    format: 'esm',
    platform: 'node',
    sourcemap: true,
  });
  const folder = join(scratch.path, `${file}.snapshots`);
  mkdirSync(folder);
  await promisify(execFile)(node, [join(scratch.path, file), folder]);
  const snapshots = [0, 1, 2, 3].map((round) => join(folder, `${round}.heapsnapshot`));
  const words = ['analyze', ...snapshots, '--json', '--fail-on', 'never', '--no-config'];
  const { code, stdout, stderr } = await heaptrail(words, { cwd: scratch.path });
  expect(code, stderr).toBe(0);
  writeFileSync(fileOf(name), stdout);
  reports.set(name, JSON.parse(stdout) as Report);
}

const suspectsOf = (name: BuildName) =>
  (reports.get(name)?.suspects ?? []).toSorted((a, b) => (a.title < b.title ? -1 : 1));
const lead = ({ path }: Suspect) => {
  const step = path.findLast(({ declared, kind }) => declared !== undefined && kind !== 'entry');
  return [step?.edge, step?.declared];
};

describe('builds of one program', () => {
  it.each(Object.keys(builds) as BuildName[])('%s: places and names are those of the source', (name) => {
    const suspects = suspectsOf(name);
    expect(suspects.map(lead).toSorted()).toEqual([
      ['orderEvents', 'src/orders.ts:3'],
      ['registry', 'src/main.ts:6'],
      ['requestLog', 'src/request-log.ts:3'],
      ['sessionsById', 'src/modules/sessions/store.ts:3'],
    ]);
    expect(suspects.map(({ title }) => title)).toEqual([
      'Array `requestLog` gains 300 entries per interval and never loses any',
      'EventEmitter `orderEvents` gains 300 listeners of "paid" per interval and never loses any',
      'Map `sessionsById` gains 300 entries per interval and never loses any',
      'Set `registry.#names` gains 300 entries per interval and never loses any',
    ]);
    expect(suspects.map(({ entryClass }) => entryClass)).toEqual([
      'Object',
      'function onPaid',
      'SessionRecord',
      'string',
    ]);
    for (const { path } of suspects) expect(path[0].name).toMatch(/^src\/.*\.ts$/);
  });

  it('the name that runs stands beside the one that was written', () => {
    const letters = (name: BuildName) =>
      suspectsOf(name).map(({ path }) => path.find(({ declared }) => declared)?.minifiedEdge);
    expect(letters('plain')).toEqual([undefined, undefined, undefined, undefined]);
    const [before, after] = [letters('minified'), letters('minified with one more module')];
    for (const letter of [...before, ...after]) expect(letter).toMatch(/^[\w$]{1,2}$/);
    expect(before).not.toEqual(after);
  });

  it('fingerprints are the same in each', () => {
    const fingerprints = (name: BuildName) => suspectsOf(name).map(({ fingerprint }) => fingerprint);
    expect(fingerprints('minified')).toEqual(fingerprints('plain'));
    expect(fingerprints('minified with one more module')).toEqual(fingerprints('plain'));
  });

  it.each([
    ['plain', 'minified'],
    ['minified', 'minified with one more module'],
  ] as const)('%s and %s: a comparison finds nothing new and nothing gone', async (before, after) => {
    const { code, stdout, stderr } = await heaptrail(['diff', fileOf(before), fileOf(after), '--json']);
    expect(code, stderr).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ worse: false, new: [], gone: [] });
  });
});
