import { describe, expect, it } from 'vitest';
import { ageDrawn } from '../../testing/drawn-aged-heap.ts';
import { everyInterval, moduleScope } from '../../testing/drawn-growth.ts';
import type { DrawnNode } from '../../testing/drawn-node.ts';
import type { HeapDrawing } from '../../testing/heap-builder.ts';
import { findAccumulations } from './accumulation.ts';
import { answerFrom, askGrowth } from './growth-questions.ts';

function ask(draw: (h: HeapDrawing) => void) {
  const aged = ageDrawn(draw);
  const questions = askGrowth(aged.heap);
  return { ...aged, questions, name: (v: number) => aged.heap.names.className(v) };
}

/** What is drawn in each interval, below an object in a variable of a module. */
function below(className: string, step: (h: HeapDrawing, holder: DrawnNode, interval: number) => void) {
  let holder: DrawnNode;
  const asked = ask((h) => {
    holder = className === 'Map' ? h.map() : h.object(className);
    moduleScope(h).variable('holder', holder);
    everyInterval(h, (interval) => step(h, holder, interval));
  });
  return { ...asked, holder: holder! };
}

describe('a container that holds what piles up', () => {
  it('is counted by the births of its entries, and the earlier captures are asked for theirs', () => {
    const perInterval = [5, 2, 3, 4];
    let sessions: DrawnNode;
    const { questions, earlier } = ask((h) => {
      const map = h.map();
      sessions = map;
      moduleScope(h).variable('sessions', map);
      everyInterval(h, (interval) => {
        for (let i = 0; i < perInterval[interval]; i++)
          map.set(h.string('key'), h.object('Session', { size: 1000 }));
      });
    });
    expect([...questions.containers.values()].map(({ born }) => born)).toEqual([perInterval]);
    const answers = earlier.map((capture) => answerFrom(capture, questions));
    expect(answers.map(({ entries }) => entries.get(sessions!.id))).toEqual([5, 7, 10]);
    const retained = answers.map((answer) => answer.retained.get(sessions!.id)!);
    expect(retained.toSorted((a, b) => a - b)).toEqual(retained);
  });

  it('is not counted where entries are spread over many', () => {
    const buckets: DrawnNode[] = [];
    const { questions } = below('Array', (h, registry, interval) => {
      for (let i = 0; i < 5; i++) {
        if (interval === 0) {
          buckets.push(h.object('Array'));
          registry.push(buckets[i]);
        }
        buckets[i].push(h.object('Session', { size: 1000 }));
      }
    });
    const [holding] = questions.holdings.values();
    expect(holding.spread).toBe(5);
    expect(questions.containers.size).toBe(0);
  });
});

describe('a value', () => {
  const draw = (isInside: boolean) =>
    ask((h) => {
      const scope = moduleScope(h);
      const [store, doc] = [h.object('Store'), h.object('Doc')];
      scope.variable('store', store).variable('doc', doc);
      everyInterval(h, (interval) => {
        for (let i = 0; i < 3; i++) store.push(h.object('Session', { size: 1000 }));
        const text = h.string('text', { size: 20_000 * (interval + 1) });
        (isInside ? store : doc).property('text', text);
      });
    });

  it('is asked about where it is beside what piles up', () => {
    const { questions, name } = draw(false);
    expect(questions.candidates.map(({ node, edge }) => `${name(node)} ${edge}`)).toContain(
      'Doc property text',
    );
  });

  it('is a part of what piles up in the same object', () => {
    const { questions, name } = draw(true);
    expect(questions.candidates.map(({ node }) => name(node))).not.toContain('Store');
  });
});

describe('a value that contains what holds the pile', () => {
  it('is left to the pile, and what else grows in it to itself', () => {
    const { questions } = ask((h) => {
      const [app, store] = [h.object('App'), h.object('Store')];
      h.root.property('app', h.object('Main').property('app', app.property('store', store)));
      everyInterval(h, (interval) => {
        for (let i = 0; i < 3; i++) store.push(h.object('Session', { size: 1000 }));
        app.property('text', h.string('text', { size: 20_000 * (interval + 1) }));
      });
    });
    expect(questions.candidates.map(({ edge }) => edge)).toEqual(['property text']);
  });
});

describe('a table', () => {
  it('is not asked about if it holds what piles up', () => {
    const { questions, name } = ask((h) => {
      const scope = moduleScope(h);
      const [sessions, plans] = [h.map(), h.map()];
      scope.variable('sessions', sessions).variable('plans', plans);
      const plan = h.object('Plan');
      let key = 0;
      everyInterval(h, () => {
        for (let i = 0; i < 200; i++) {
          sessions.set(key, h.object('Session', { size: 100 }));
          plans.set(key++, plan);
        }
      });
    });
    const holders = [...questions.holdings.values()].flatMap((holding) => holding.holders);
    expect(holders.map(({ node }) => name(node))).toEqual(['Map']);
    expect(questions.tables.map(({ entries }) => entries)).toEqual([800]);
    expect(questions.tables[0].node).not.toBe(holders[0].node);
  });
});

describe('a tree', () => {
  it('says more than that its top grows by itself', () => {
    const spine: DrawnNode[] = [];
    const { questions, name } = below('Index', (h, holder, interval) => {
      for (let level = 0; interval === 0 && level < 6; level++) {
        spine.push(h.object('Object'));
        (spine[level - 1] ?? holder).property(`down ${level}`, spine[level]);
      }
      // Most of its bytes hang on the top, in few objects.
      for (let i = 0; i < 10; i++) {
        const branch = h.object('Object', { size: i < 2 ? 1500 : 8 });
        spine[i < 2 ? 0 : 1 + (i % 5)].property(`${interval}-${i}`, branch);
      }
    });
    expect(findAccumulations(questions.heap, questions.tree)).toMatchObject([{ residue: true }]);
    expect(questions.found.map(({ group, tree }) => [name(group.members[0]), tree])).toEqual([
      ['Object', true],
    ]);
  });
});
