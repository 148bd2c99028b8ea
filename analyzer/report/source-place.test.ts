import { describe, expect, it } from 'vitest';
import type { AllocationSite } from '../../format/allocations.ts';
import type { PathStep } from '../../format/suspect.ts';
import { sourcePlaceOf } from './source-place.ts';

const module: PathStep = { edge: '', name: 'src/bus.mjs', kind: 'module' };
const emitter: PathStep = { edge: 'bus', name: 'EventEmitter', kind: 'object', location: 'node:events:219' };
const store: PathStep = { edge: '._events', name: 'Object', kind: 'object' };
const listener: PathStep = { edge: '[]', name: 'function onChanged', kind: 'entry' };
const site = (file: string): AllocationSite => ({
  frame: { function: 'subscribe', file, line: 7, column: 3 },
  stacks: [],
  bytes: 0,
  bytesPerInterval: 0,
  samples: 3,
});
const placeOf = (path: readonly PathStep[], sites: readonly AllocationSite[] = []) =>
  sourcePlaceOf({ kind: 'listeners', path, allocations: { confidence: 1, evidence: [], sites } });

describe('the place of listeners that pile up', () => {
  it('is that of the listener', () => {
    const placed = { ...listener, location: 'src/a.mjs:33' };
    expect(placeOf([module, emitter, store, placed])).toEqual({
      file: 'src/a.mjs',
      line: 33,
      what: 'function onChanged',
    });
  });

  it("is that of the emitter's variable if the listener has none", () => {
    const declared = { ...emitter, declared: 'src/bus.mjs:4' };
    const expected = { file: 'src/bus.mjs', line: 4, what: 'variable bus' };
    expect(placeOf([module, declared, store, listener])).toEqual(expected);
    const ofNode = { ...listener, location: 'node:internal/streams/pipeline:12' };
    expect(placeOf([module, declared, store, ofNode])).toEqual(expected);
  });

  it('is what allocates them if the path stays inside Node', () => {
    const path = [{ ...module, name: 'node:internal/process' }, emitter, store, listener];
    expect(placeOf(path, [site('node:events'), site('src/a.mjs')])).toEqual({
      file: 'src/a.mjs',
      line: 7,
      what: 'function subscribe',
    });
  });

  it('is in Node only if nothing of the program is known', () => {
    expect(placeOf([emitter, store, listener])?.file).toBe('node:events');
  });
});
