import { statSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DeepChain, writeDeepHeaps } from '../testing/deep-heap.ts';
import { ScratchFolder } from '../testing/scratch-folder.ts';
import { heaptrail } from './heaptrail-command.ts';

/** Every command that reads a heap meets chains that no stack is deep enough for, and no call has arguments enough. */

/**
 * A quarter of the usual stack. A call can have 30,022 arguments on it, and 3,339 plain calls nest: what is found out with
 * 130,000 links otherwise, 33,000 tell.
 */
const smallStack = ['--stack-size=240'];
/** More than a call can have arguments: `Math.max(...steps)` fails before. */
const long = 33_000;
/** Calls that nest so deep overflow the stack. A page reads all of every capture: longer chains take it a minute. */
const deep = 5_000;
const mostOfAnswer = 300_000;

type Command = readonly [name: string, code: number, words: (file: string) => readonly string[]];

const cheapest: readonly Command[] = [
  ['objects', 0, (file) => ['objects', file, 'hub']],
  ['retainers', 0, (file) => ['retainers', file, '@200001']],
];
const others: readonly Command[] = [
  ['analyze of one capture', 3, (file) => ['analyze', file]],
  ['classes', 0, (file) => ['classes', file]],
  ['paths', 0, (file) => ['paths', file]],
  ['objects of a class', 0, (file) => ['objects', file, '--class', 'Job']],
  ['dominators', 0, (file) => ['dominators', file]],
  ['strings', 0, (file) => ['strings', file]],
  ['closures', 0, (file) => ['closures', file]],
  ['redact', 0, (file) => ['redact', file, `${file}.redacted`]],
];

describe('a list of a million links', () => {
  const heap = deepHeap([{ shape: 'objects', length: 1_000_000, grows: 'links' }]);
  it('analyze names what grows, explain and diff draw its path', () => heap.isAnalyzed());
  it.each(cheapest)(
    '%s answers',
    async (_, code, words) => void (await heap.answers(words(heap.last), code)),
  );
});

/** Together in one heap, so that each command reads them once. */
const everyShape = (length: number): readonly DeepChain[] => [
  { shape: 'objects', length, grows: 'entries' },
  { shape: 'closures', length, grows: 'entries' },
  { shape: 'scopes', length, grows: 'entries' },
  { shape: 'promises', length, grows: 'entries' },
  { shape: 'weakCells', length, grows: 'links' },
  { shape: 'weakMapValues', length, grows: 'entries' },
  { shape: 'arrays', length, grows: 'entries' },
  { shape: 'ropes', length, grows: 'links' },
];

describe('every shape of chain', () => {
  const heap = deepHeap(everyShape(long));
  it('analyze names what grows, explain and diff draw its path', () => heap.isAnalyzed());
  it.each([...cheapest, ...others])(
    '%s answers',
    async (_, code, words) => void (await heap.answers(words(heap.last), code)),
  );
  it('view writes a page of one capture', () => heap.isViewed([heap.last]));
});

describe('every shape of chain, deeper than the stack', () => {
  const heap = deepHeap(everyShape(deep));
  it('view writes a page of what grows', () => heap.isViewed(heap.files));
});

/** Captures of a process with these chains, for the tests of one group. */
function deepHeap(chains: readonly DeepChain[]) {
  let room: ScratchFolder;
  let files: readonly string[] = [];

  beforeAll(() => {
    room = new ScratchFolder();
    files = writeDeepHeaps(room.path, chains);
  });

  afterAll(() => room.remove());

  async function answers(words: readonly string[], code = 0): Promise<string> {
    const ran = await heaptrail(words, { ofNode: smallStack });
    expect(ran.stderr).toBe('');
    expect(ran.code).toBe(code);
    expect(ran.stdout.length).toBeLessThan(mostOfAnswer);
    return ran.stdout;
  }

  return {
    answers,
    get files() {
      return files;
    },
    get last() {
      return files.at(-1)!;
    },
    async isViewed(captures: readonly string[]): Promise<void> {
      const page = `${room.path}/page.html`;
      await answers(['view', ...captures, '-o', page, '--no-open']);
      expect(statSync(page).size).toBeGreaterThan(0);
    },
    async isAnalyzed(): Promise<void> {
      const report = `${room.path}/report.json`;
      const words = ['analyze', ...files, '--reporter', 'text', '--reporter', `json=${report}`];
      expect(await answers(words, 1)).toContain('hub');
      expect(statSync(report).size).toBeLessThan(mostOfAnswer);
      const [suspect] = (await import(report, { with: { type: 'json' } })).default.suspects;
      expect(await answers(['explain', report, suspect.fingerprint])).toContain(suspect.fingerprint);
      expect(await answers(['diff', report, report])).toContain(suspect.fingerprint);
    },
  };
}
