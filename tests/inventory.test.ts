import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { drawHeap } from '../testing/heap-builder.ts';
import { ScratchFolder } from '../testing/scratch-folder.ts';
import { heaptrail } from './heaptrail-command.ts';

/** The commands that answer in a terminal what one asks DevTools' panels. */

let room: ScratchFolder;
let files: string[];

beforeAll(() => {
  room = new ScratchFolder();
  files = drawHeap((h) => {
    const hub = h.object('Hub', { id: 101 });
    h.root.property('hub', hub);
    for (let i = 0; i < 40; i++)
      hub.push(h.object('Session', { size: 100 }).property('name', h.string('n', { size: 24 })));
    h.root.property(
      'handler',
      h.closure('handler', h.context().variable('big', h.object('Payload', { size: 500 }))),
    );
  }).writeTo(room.path);
});

afterAll(() => room.remove());

const questions: readonly (readonly [string, readonly string[], string])[] = [
  ['classes', [], 'Session'],
  ['objects', ['--class', 'Session'], '100 B'],
  ['objects', ['--held-by', 'hub'], 'Session'],
  ['paths', [], 'hub[]'],
  ['dominators', [], 'Session × 40'],
  ['strings', ['--which', 'duplicated'], '.name of Session'],
  ['closures', [], 'big: Payload'],
];

describe.each(questions)('heaptrail %s %s', (command, words, expected) => {
  it('answers with a table', async () => {
    const { code, stdout, stderr } = await heaptrail([command, ...files, ...words]);
    expect(stderr).toBe('');
    expect(code).toBe(0);
    expect(stdout).toContain(expected);
  });

  it('answers with JSON, as many rows as asked for', async () => {
    const { stdout } = await heaptrail([command, ...files, ...words, '--json', '--limit', '1']);
    const { capture, rows, total } = JSON.parse(stdout);
    expect(capture).toBe('1.heapsnapshot');
    expect(rows).toHaveLength(1);
    expect(total).toBeGreaterThanOrEqual(1);
  });
});

it('query takes a query as its last word, and prints rows as they are', async () => {
  const { code, stdout } = await heaptrail(['query', ...files, 'Session select retained top 2', '--csv']);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^id,self,retained,className,retained\r\n\d+,100,124,Session,124\r\n/);
  const wrong = await heaptrail(['query', ...files, 'Session where nme == "n"']);
  expect(wrong.code).toBe(2);
  expect(wrong.stderr).toMatch(
    /column 15, at `nme == "n"`: nothing .* has a field nme\nhelp: did you mean: name/,
  );
});

it('classes --by package says that nothing tells whose code it is', async () => {
  const { code, stdout } = await heaptrail(['classes', ...files, '--by', 'package']);
  expect(code).toBe(0);
  expect(stdout).toContain('this capture does not tell where code is, as those of Bun');
});

it('retainers takes a path as reports print it', async () => {
  const { code, stdout } = await heaptrail(['retainers', ...files, 'hub[3].name', '--json']);
  expect(code).toBe(0);
  const { rows, what, notes } = JSON.parse(stdout);
  expect(what).toMatch(/^retainers of string @\d+$/);
  expect(rows).toMatchObject([{ edge: '.name', className: 'Session' }]);
  expect(notes).toContain('reached as hub[].name');
});

it('retainers takes an id with or without its mark', async () => {
  for (const id of ['101', '@101']) {
    const { code, stdout } = await heaptrail(['retainers', ...files, id]);
    expect(code).toBe(0);
    expect(stdout).toContain('.hub');
  }
});

it.each([
  ['a column that is not there', ['classes', '--sort', 'weight'], 'nothing here can be sorted by weight'],
  ['a limit of nothing', ['classes', '--limit', '0'], '--limit needs a whole number above 0'],
  ['a capture that is not there', ['classes', '--capture', '9'], 'there is no capture 9'],
  ['a class that is not there', ['objects', '--class', 'Nobody'], 'this capture has no class Nobody'],
  ['objects of nothing', ['objects'], 'objects needs to know which ones'],
  ['a comparison with nothing', ['classes', '--since', '1'], 'there is no earlier one to compare it with'],
  ['objects since nothing', ['objects', '--class', 'Session', '--since', '1'], 'no earlier capture dates'],
  ['a path that leads nowhere', ['retainers', 'Sesion'], 'nothing here is reached as Sesion'],
])('%s is a usage error', async (_, [command, ...words], fact) => {
  const { code, stdout, stderr } = await heaptrail([command, ...files, ...words]);
  expect(stdout).toBe('');
  expect(stderr).toContain(fact);
  expect(code).toBe(2);
});
