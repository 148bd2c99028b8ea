import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { DrawnNode } from '../../testing/drawn-node.ts';
import { drawHeap, type HeapDrawing } from '../../testing/heap-builder.ts';
import { ScratchFolder } from '../../testing/scratch-folder.ts';
import { HeapGraph } from '../graph/heap-graph.ts';
import { answerFrom, askGrowth } from '../growth/growth-questions.ts';
import { AgedHeap } from '../heap/aged-heap.ts';
import { readSnapshot } from '../parse/read-snapshot.ts';
import { SparseSnapshot } from '../parse/sparse-snapshot.ts';
import { inOrderOfTime } from './capture-order.ts';
import { answerSparsely } from './sparse-answers.ts';
import { asSparse } from './sparse-questions.ts';

const scratch = new ScratchFolder();
let drawings = 0;
afterAll(() => scratch.remove());

function scope(h: HeapDrawing): DrawnNode {
  const variables = h.context({ size: 64 });
  const main = h.closure('main', variables, { location: { url: 'file:///app/agent.mjs', line: 1 } });
  h.root.element(1, h.node('synthetic', '(GC roots)', { size: 0 }).element(0, main));
  return variables;
}

/** What each earlier capture answers with little of it read, and with all of it, as far as both were asked. */
function answers(draw: (h: HeapDrawing) => void) {
  const folder = join(scratch.path, `drawing-${++drawings}`);
  mkdirSync(folder);
  const captures = inOrderOfTime(
    drawHeap(draw)
      .writeTo(folder)
      .map((file) => ({ file, label: file })),
  );
  const watermarks = captures.map(({ watermark }) => watermark);
  const open = (k: number) =>
    new AgedHeap(new HeapGraph(readSnapshot(captures[k].source.file)), watermarks.slice(0, k + 1));
  const questions = askGrowth(open(captures.length - 1));
  const sparse = asSparse(questions);
  return captures.slice(0, -1).map(({ source }, k) => {
    const capture = SparseSnapshot.open(source.file);
    const little = capture && sparse && answerSparsely(capture, sparse);
    capture?.close();
    const whole = answerFrom(open(k), questions);
    const asked = [...whole.retained].filter(([id]) => little?.retained.has(id));
    return { little, whole: { ...whole, retained: new Map(asked) } };
  });
}

/** Everything is below one variable, so that nothing else grows. */
function expectSame(draw: (h: HeapDrawing) => void, what: 'entries' | 'retained' | 'slots'): void {
  const all = answers(draw);
  expect(all).toHaveLength(3);
  for (const { little, whole } of all) {
    expect(whole[what].size).toBeGreaterThan(0);
    expect(little?.[what]).toEqual(whole[what]);
  }
}

describe('an earlier capture of which little is read says the same', () => {
  it('of the entries of a Map, removed ones left out', () => {
    expectSame((h) => {
      const sessions = h.map();
      scope(h).variable('sessions', sessions);
      for (let interval = 0; interval < 4; interval++) {
        for (let i = 0; i < 30; i++)
          sessions.set(h.string(`k${interval}-${i}`), h.object('Session', { size: 200 }));
        h.capture();
      }
    }, 'entries');
  });

  it('of the keys of a dictionary that had as few as a record has at first', () => {
    const all = answers((h) => {
      const store = h.array({ size: 2_000 });
      const files = h.object('Object').internal('properties', store);
      scope(h).variable('files', files);
      let key = 0;
      for (let interval = 0; interval < 4; interval++) {
        for (let i = 0; i < 8; i++, key++) {
          const value = h.object('File', { size: 400 });
          store.internal(String(6 + 3 * key), h.string(`k${key}`)).internal(String(7 + 3 * key), value);
          files.property(`k${key}`, value);
        }
        h.capture();
      }
    });
    for (const [k, { little, whole }] of all.entries()) {
      expect([...whole.entries.values()]).toEqual([8 * (k + 1)]);
      expect(little?.entries).toEqual(whole.entries);
    }
  });

  it('of what a list retains whose links are released at one end', () => {
    expectSame((h) => {
      const list = h.object('List');
      const shared = h.object('Config', { size: 9_000 });
      scope(h).variable('list', list).variable('config', shared);
      const links: DrawnNode[] = [];
      for (let interval = 0; interval < 4; interval++) {
        for (let i = 0; i < 40; i++) {
          const link = h.object('Link', { size: 300 }).property('config', shared);
          if (links.length > 0) links.at(-1)?.property('next', link);
          links.push(link);
        }
        if (interval > 0) links.splice(0, 10);
        list.remove('head').property('head', links[0]);
        h.capture();
      }
    }, 'retained');
  });

  it('of a value that is made anew and larger each time', () => {
    expectSame((h) => {
      const state = h.object('State');
      scope(h).variable('state', state);
      for (let interval = 0; interval < 4; interval++) {
        const text = h.string('grows', { size: 20_000 * (interval + 1) });
        state.remove('log').property('log', text);
        h.capture();
      }
    }, 'slots');
  });
});
