import { expect, it } from 'vitest';
import { bytesOfSample } from '../../../format/sampled-bytes.ts';
import type { SampledSize } from '../../../format/suite-evidence.ts';
import { suiteLimits } from '../../../judgement/parameters/suites.ts';
import { ageDrawn } from '../../../testing/drawn-aged-heap.ts';
import type { HeapDrawing } from '../../../testing/heap-builder.ts';
import { sampledWeights } from './sampled-weights.ts';
import { survivingHolders } from './surviving-holders.ts';

const size = 40;
/** So many samples of this size are just enough to be told. */
const enough = Math.ceil(suiteLimits.leastHeld / bytesOfSample(size));

/** A map with sampled entries in the scope of a module, and old ones beside it. */
function drawSessions(h: HeapDrawing) {
  const sessions = h.map();
  const other = h.map();
  const scope = h.context().variable('sessions', sessions).variable('other', other);
  h.root.property(
    'open',
    h.closure('open', scope, { location: { url: 'file:///app/sessions.js', line: 3 } }),
  );
  const handles = h.node('synthetic', '(Global handles)', { size: 0 });
  h.root.element(1, handles);
  for (let i = 0; i < enough; i++) {
    const session = h.object('Session', { size });
    sessions.set(h.string(`s${i}`), session);
    other.set(h.string(`o${i}`), h.object('Other', { size: size + 8 }));
    handles.weak(String(i), session);
  }
  h.capture();
  return { sessions };
}

function holdersOf(sizes: readonly SampledSize[]) {
  let drawn: ReturnType<typeof drawSessions>;
  const { heap, at } = ageDrawn((h) => {
    drawn = drawSessions(h);
  });
  const weights = sampledWeights(heap.graph, sizes);
  return {
    sessions: at(drawn!.sessions),
    holders: survivingHolders(heap, weights, suiteLimits.leastHeld),
  };
}

it('names a holder of just enough', () => {
  const { holders, sessions } = holdersOf([{ bytesOfEach: bytesOfSample(size), samples: enough }]);
  expect(holders).toMatchObject([{ node: sessions, bytes: enough * bytesOfSample(size) }]);
  expect(holders[0].sampled).toHaveLength(enough);
  expect(holdersOf([{ bytesOfEach: bytesOfSample(size), samples: enough - 1 }]).holders).toEqual([]);
});

it('takes handles of other sizes for no samples', () => {
  const sizes = [{ bytesOfEach: bytesOfSample(size + 8), samples: enough }];
  expect(holdersOf(sizes).holders).toEqual([]);
});

it('counts no samples that died before the snapshot', () => {
  const { holders } = holdersOf([{ bytesOfEach: bytesOfSample(size), samples: 4 * enough }]);
  expect(holders[0].bytes).toBe(enough * bytesOfSample(size));
});

it('names variables of modules, and not the list of all modules that holds them together', () => {
  let drawn: ReturnType<typeof drawSessions>['sessions'];
  const { heap, at } = ageDrawn((h) => {
    const handles = h.node('synthetic', '(Global handles)', { size: 0 });
    h.root.element(1, handles);
    const sampled = (name: string) => {
      const object = h.object(name, { size });
      handles.weak(name, object);
      return object;
    };
    const list = h.object('LoadCache');
    h.root.property('loadCache', list);
    drawn = h.map();
    list.property('module', drawn);
    for (let i = 0; i < enough; i++) drawn.set(h.string(`s${i}`), sampled(`Session${i}`));
    // As much that no container holds.
    for (let i = 0; i < enough; i++) list.property(`job${i}`, sampled(`Job${i}`));
    h.capture();
  });
  const weights = sampledWeights(heap.graph, [{ bytesOfEach: bytesOfSample(size), samples: 2 * enough }]);
  const holders = survivingHolders(heap, weights, suiteLimits.leastHeld);
  expect(holders.map(({ node }) => node)).toContain(at(drawn!));
});

it('has two sizes that stand for the same, which V8 does not tell apart', () => {
  expect(bytesOfSample(96)).toBe(bytesOfSample(48));
});
