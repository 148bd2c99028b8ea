import { afterAll, describe, expect, it } from 'vitest';
import { ageDrawn } from '../../../testing/drawn-aged-heap.ts';
import { everyInterval, moduleScope, suspectsIn } from '../../../testing/drawn-growth.ts';
import type { DrawnNode } from '../../../testing/drawn-node.ts';
import type { HeapDrawing } from '../../../testing/heap-builder.ts';
import { ScratchFolder } from '../../../testing/scratch-folder.ts';
import type { Subject } from '../subject.ts';
import { deadWeightSignal } from './dead-weight.ts';

const scratch = new ScratchFolder();
afterAll(() => scratch.remove());

/** V8 has one node for null in a whole heap. */
function nullOf(h: HeapDrawing, name = 'null'): DrawnNode {
  const value = h.node('hidden', name, { size: 0 });
  h.root.element(2, h.node('synthetic', '(Read-only roots)', { size: 0 }).element(0, value));
  return value;
}

/** An array that gains ten entries per interval. */
function gaining(entryOf: (h: HeapDrawing, none: DrawnNode) => (i: number) => DrawnNode, nullName?: string) {
  return async () => {
    const [suspect] = await suspectsIn(scratch, (h) => {
      const kept = h.array();
      moduleScope(h).variable('kept', kept);
      const entry = entryOf(h, nullOf(h, nullName));
      everyInterval(h, () => {
        for (let i = 0; i < 10; i++) kept.push(entry(i));
      });
    });
    return suspect!.evidence.find((text) => text.includes('newest entries')) ?? 'nothing';
  };
}

const socket = (h: HeapDrawing, handle: DrawnNode) =>
  h.object('Socket', { size: 400 }).property('<symbol kHandle>', handle);

describe('entries that keep what has ended', () => {
  it('counts entries that are closed sockets', async () => {
    const told = await gaining((h, none) => () => socket(h, none))();
    expect(told).toBe('all 30 newest entries are closed sockets');
  });

  it('finds them in what only the entry retains, under the name that Node 20 gives to null', async () => {
    const told = await gaining(
      (h, none) => () => h.object('Client', { size: 300 }).property('connection', socket(h, none)),
      'system / Oddball',
    )();
    expect(told).toBe('all 30 newest entries keep a closed socket');
  });

  it('leaves open sockets alone, and what has no such property', async () => {
    expect(await gaining((h) => () => socket(h, h.object('TCP')))()).toBe('nothing');
    expect(await gaining((h) => () => h.object('Socket', { size: 400 }))()).toBe('nothing');
  });

  it('leaves alone what others hold, too', async () => {
    const told = await gaining((h, none) => {
      const shared = socket(h, none);
      return () => h.object('Client', { size: 300 }).property('connection', shared);
    })();
    expect(told).toBe('nothing');
  });

  it.each<[string, string, number]>([
    ['just enough that have ended', '15 of the 30 newest entries are closed sockets', 5],
    ['just too few that have ended', 'nothing', 4],
  ])('asks for a share: %s', async (_, expected, closed) => {
    let made = 0;
    const each = gaining((h, none) => (i) => {
      made++;
      // With 14 of 30 it is no half.
      return socket(h, i < closed || (closed === 4 && i === 4 && made > 20) ? none : h.object('TCP'));
    });
    expect(await each()).toBe(expected);
  });

  it.each([
    ['ChildProcess', '_handle', 'exited child processes'],
    ['Worker', '<symbol kHandle>', 'ended workers'],
    ['Timeout', '_onTimeout', 'cleared timers'],
    ['BrotliDecompress', '_handle', 'closed zlib streams'],
    ['ServerResponse', 'socket', 'finished responses'],
  ])('knows a %s by its %s', async (className, property, words) => {
    const told = await gaining(
      (h, none) => () => h.object(className, { size: 400 }).property(property, none),
    )();
    expect(told).toBe(`all 30 newest entries are ${words}`);
  });
});

it.each<[string, number, string | undefined]>([
  ['just enough entries', 5, 'all 5 newest entries are closed sockets'],
  ['just too few entries', 4, undefined],
])('asks for a number: %s', (_, number, expected) => {
  const drawn: DrawnNode[] = [];
  const { heap, at } = ageDrawn((h) => {
    const none = nullOf(h);
    h.capture();
    for (let i = 0; i < number; i++) drawn.push(socket(h, none));
    for (const [i, each] of drawn.entries()) h.root.property(`kept${i}`, each);
  });
  const members = drawn.map(at);
  const subject = { heap, finding: { shape: 'pile', piles: [{ group: { members } }] } } as unknown as Subject;
  expect(deadWeightSignal(subject)?.text).toBe(expected);
});
