import { afterAll, describe, expect, it } from 'vitest';
import { drawHeap } from '../../testing/heap-builder.ts';
import { ScratchFolder } from '../../testing/scratch-folder.ts';
import { analyze } from '../analyze.ts';

const scratch = new ScratchFolder();
afterAll(() => scratch.remove());

/** A Map that gains 30 entries in each of three intervals; in the last one V8 recorded stacks, after the first ten. */
const heap = drawHeap((h) => {
  const sessions = h.map();
  h.root.property('sessions', sessions);
  for (let interval = 0; interval < 4; interval++) {
    for (let i = 0; i < 30; i++) {
      const stack =
        interval < 3 || i < 10 ? {} : { stack: i < 25 ? 'main handle' : 'main visit node:emit push' };
      const text = h.string(`text ${interval} ${i}`, { size: 200, ...stack });
      sessions.set(
        h.string(`key ${interval} ${i}`),
        h.object('Session', { size: 100, ...stack }).property('text', text),
      );
    }
    h.capture();
  }
});
const folder = scratch.path;
const report = analyze(heap.writeTo(folder));

describe('stacks that were recorded in the last interval', () => {
  it('are counted object by object, by the innermost function of the program', async () => {
    const [{ allocations }] = (await report).suspects;
    expect(allocations!.counted).toBe(true);
    expect(
      allocations!.sites.map(({ frame, objects, bytes }) => [frame.function, frame.file, objects, bytes]),
    ).toEqual([
      ['handle', '/app/main.mjs', 30, 15 * 300],
      ['visit', '/app/main.mjs', 10, 5 * 300],
    ]);
    const [handled, visited] = allocations!.sites.flatMap(({ stacks }) => stacks);
    expect([handled.objects, handled.share, visited.objects, visited.share]).toEqual([30, 0.75, 10, 0.25]);
    expect(visited.frames.map(({ function: name }) => name)).toEqual(['push', 'emit', 'visit', 'main']);
  });

  it('say how many objects they do not tell of', async () => {
    const [{ allocations }] = (await report).suspects;
    expect(allocations!.evidence).toEqual([
      '40 of the 60 objects born in the last interval have a recorded allocation stack',
      'the others were born just before stacks were recorded, or the engine created them',
    ]);
    expect(allocations!.share).toBeCloseTo(2 / 3, 2);
  });
});

it('leaves suspects alone if no stacks were recorded', async () => {
  const { suspects, coverage } = await analyze(heap.writeTo(folder).slice(0, 3));
  expect(suspects[0].allocations).toBeUndefined();
  expect(coverage.notSeen.join()).toContain('allocation sites of the growth');
  expect((await report).coverage.notSeen.join()).not.toContain('allocation sites of the growth');
});
