import { statSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DeepChain, writeDeepHeaps } from '../testing/deep-heap.ts';
import { ScratchFolder } from '../testing/scratch-folder.ts';
import { heaptrail } from './heaptrail-command.ts';

/** Every command that reads a heap meets chains that no stack is deep enough for, and no call has arguments enough. */

/** More than a call can have arguments: `Math.max(...steps)` fails before. */
const long = 130_000;
const heaps: readonly (readonly [string, readonly DeepChain[]])[] = [
  ['a list of a million links', [{ shape: 'objects', length: 1_000_000, grows: 'links' }]],
  [
    'closures, scopes, promises, weak cells, arrays and ropes',
    [
      { shape: 'objects', length: long, grows: 'entries' },
      { shape: 'closures', length: long, grows: 'entries' },
      { shape: 'scopes', length: long, grows: 'entries' },
      { shape: 'promises', length: long, grows: 'entries' },
      { shape: 'weakCells', length: long, grows: 'links' },
      { shape: 'arrays', length: long, grows: 'entries' },
      { shape: 'ropes', length: long, grows: 'links' },
    ],
  ],
];

const mostOfAnswer = 300_000;

describe.each(heaps)('%s', (_, chains) => {
  let room: ScratchFolder;
  let files: string[];
  let last: string;

  beforeAll(() => {
    room = new ScratchFolder();
    files = writeDeepHeaps(room.path, chains);
    last = files.at(-1)!;
  });

  afterAll(() => room.remove());

  async function answers(words: readonly string[], code = 0): Promise<string> {
    const ran = await heaptrail(words);
    expect(ran.stderr).toBe('');
    expect(ran.code).toBe(code);
    expect(ran.stdout.length).toBeLessThan(mostOfAnswer);
    return ran.stdout;
  }

  it('analyze names what grows, explain and diff draw its path', async () => {
    const report = `${room.path}/report.json`;
    const drawn = await answers(
      ['analyze', ...files, '--reporter', 'text', '--reporter', `json=${report}`],
      1,
    );
    expect(drawn).toContain('hub');
    expect(statSync(report).size).toBeLessThan(mostOfAnswer);
    const [suspect] = (await import(report, { with: { type: 'json' } })).default.suspects;
    expect(await answers(['explain', report, suspect.fingerprint])).toContain(suspect.fingerprint);
    expect(await answers(['diff', report, report])).toContain(suspect.fingerprint);
  });

  it.each([
    ['analyze of one capture', 3, (file: string) => ['analyze', file]],
    ['classes', 0, (file: string) => ['classes', file]],
    ['paths', 0, (file: string) => ['paths', file]],
    ['objects', 0, (file: string) => ['objects', file, 'hub']],
    ['objects of a class', 0, (file: string) => ['objects', file, '--class', 'Job']],
    ['retainers', 0, (file: string) => ['retainers', file, '@200001']],
    ['dominators', 0, (file: string) => ['dominators', file]],
    ['strings', 0, (file: string) => ['strings', file]],
    ['closures', 0, (file: string) => ['closures', file]],
    ['redact', 0, (file: string) => ['redact', file, `${file}.redacted`]],
  ] as const)('%s answers', async (_, code, words) => {
    await answers(words(last), code);
  });

  it('view writes a page', async () => {
    const page = `${room.path}/page.html`;
    await answers(['view', ...files, '-o', page, '--no-open']);
    expect(statSync(page).size).toBeGreaterThan(0);
  });
});
