import { afterAll, describe, expect, it } from 'vitest';
import { ageDrawn } from '../../testing/drawn-aged-heap.ts';
import * as drawn from '../../testing/drawn-growth.ts';
import { everyInterval, moduleScope } from '../../testing/drawn-growth.ts';
import type { DrawnNode } from '../../testing/drawn-node.ts';
import { ScratchFolder } from '../../testing/scratch-folder.ts';
import { persistentOwners, retainedOverTime } from './owners.ts';

const scratch = new ScratchFolder();
afterAll(() => scratch.remove());

it('weighs what owns more containers than can be weighed one by one', async () => {
  const users = 900;
  const [suspect, ...others] = await drawn.suspectsIn(scratch, (h) => {
    const byUser = h.map();
    moduleScope(h).variable('byUser', byUser);
    const histories = Array.from({ length: users }, (_, i) => {
      const history = h.object('History', { size: 40 });
      byUser.set(i, history);
      return history;
    });
    everyInterval(h, (interval) => {
      // Each interval another third of the users is busy.
      for (const [i, history] of histories.entries()) {
        if (i % 3 === interval % 3) history.element(interval, h.object('Visit', { size: 64 }));
      }
    });
  });
  expect(others).toEqual([]);
  expect(suspect).toMatchObject({ confirmed: true, entryClass: 'Visit' });
});

describe('the owners that are weighed', () => {
  /** A registry from before the first capture with so many containers. */
  function containers(count: number) {
    const drawn: DrawnNode[] = [];
    let registry: DrawnNode;
    const { heap, at } = ageDrawn((h) => {
      registry = h.object('Registry');
      moduleScope(h).variable('registry', registry);
      for (let i = 0; i < count; i++) {
        drawn.push(h.object('Bucket'));
        registry.push(drawn[i]);
      }
    });
    const holders = [{ node: at(registry!), share: 1 }];
    return { heap, registry: at(registry!), holding: { holders, dominators: drawn.map(at), spread: count } };
  }

  it('up to 300 containers are weighed one by one, and of more what owns them', () => {
    const few = containers(300);
    expect(persistentOwners(few.heap, few.holding)).toEqual(few.holding.dominators);
    const many = containers(301);
    expect(persistentOwners(many.heap, many.holding)).toEqual([many.registry]);
  });

  it('are old: a container that was made lately is weighed by what it hangs on', () => {
    let [holder, young]: DrawnNode[] = [];
    const { heap, at } = ageDrawn((h) => {
      holder = h.object('Holder');
      moduleScope(h).variable('holder', holder);
      h.capture();
      young = h.object('Bucket');
      holder.property('bucket', young);
    });
    const holding = { holders: [{ node: at(young), share: 1 }], dominators: [at(young)], spread: 1 };
    expect(persistentOwners(heap, holding)).toEqual([at(holder)]);
  });

  it('are outermost, so that nothing is weighed twice', () => {
    let [outer, inner]: DrawnNode[] = [];
    const { heap, at } = ageDrawn((h) => {
      [outer, inner] = [h.object('Outer'), h.object('Inner')];
      moduleScope(h).variable('outer', outer.property('inner', inner));
    });
    const holding = {
      holders: [{ node: at(outer), share: 1 }],
      dominators: [at(inner), at(outer)],
      spread: 1,
    };
    expect(persistentOwners(heap, holding)).toEqual([at(outer)]);
  });

  it('retained at each capture what all of them did, and nothing before they were there', () => {
    let [one, other]: DrawnNode[] = [];
    const { heap, at } = ageDrawn((h) => {
      [one, other] = [h.object('One', { size: 100 }), h.object('Other', { size: 10 })];
      h.root.property('one', one).property('other', other);
    });
    const answers = (retained: ReadonlyArray<[number, number]>) => ({
      retained: new Map(retained),
      bounds: new Map(),
      entries: new Map(),
      members: new Map(),
      slots: new Map(),
    });
    const earlier = [
      answers([[one.id, 60]]),
      answers([
        [one.id, 80],
        [other.id, 5],
      ]),
    ];
    expect(retainedOverTime(heap, [at(one), at(other)], earlier)).toEqual([60, 85, 110]);
  });
});
