import { describe, expect, it } from 'vitest';
import { ageDrawn } from '../../../testing/drawn-aged-heap.ts';
import type { DrawnNode } from '../../../testing/drawn-node.ts';
import type { HeapDrawing } from '../../../testing/heap-builder.ts';

interface Held {
  readonly by: DrawnNode;
  readonly target: DrawnNode;
}

/** Whether the edge by which the target is held counts: if the program holds it too, and if nothing else does. */
function counts(draw: (h: HeapDrawing) => Held): Record<'beside another' | 'alone', boolean> {
  const countsIf = (isHeldElsewhere: boolean) => {
    let held: Held | undefined;
    const { heap, at } = ageDrawn((h) => {
      held = draw(h);
      if (isHeldElsewhere) h.root.property('program', h.object('Program').property('target', held.target));
    });
    return heap.edgeBetween(at(held!.by), at(held!.target)) >= 0;
  };
  return { 'beside another': countsIf(true), alone: countsIf(false) };
}

function root(h: HeapDrawing, name: string): DrawnNode {
  const node = h.node('synthetic', name, { size: 0 });
  h.root.element(1, h.node('synthetic', '(GC roots)', { size: 0 }).element(0, node));
  return node;
}

const always = { 'beside another': true, alone: true };
const onlyAlone = { 'beside another': false, alone: true };
const never = { 'beside another': false, alone: false };

describe('an edge counts for growth', () => {
  it.each([
    ['(Global handles)', always],
    ['(Stack roots)', onlyAlone],
    ['(Handle scope)', onlyAlone],
    ['(Compilation cache)', onlyAlone],
    ['(External strings)', onlyAlone],
    ['(Internalized strings)', onlyAlone],
  ])('of the root %s: %o', (name, expected) => {
    const found = counts((h) => {
      const target = h.string('target');
      return { by: root(h, name).element(0, target), target };
    });
    expect(found).toEqual(expected);
  });

  it('always if it is a property, never if it is weak', () => {
    const held = (weak: boolean) =>
      counts((h) => {
        const by = h.object('By');
        const target = h.object('Target');
        h.root.property('by', by);
        if (weak) by.weak('0', target);
        else by.property('target', target);
        return { by, target };
      });
    expect(held(false)).toEqual(always);
    expect(held(true)).toEqual(never);
  });

  it('of code to data only alone, and to other code always', () => {
    const held = (type: 'object' | 'code') =>
      counts((h) => {
        const by = h.node('code', 'main');
        const target = h.node(type, 'Target');
        h.root.property('by', by.internal('target', target));
        return { by, target };
      });
    expect(held('object')).toEqual(onlyAlone);
    expect(held('code')).toEqual(always);
  });

  it('of a wrapper, which follows the life of what it wraps, only alone, but of a native root always', () => {
    const held = (isRoot: boolean) =>
      counts((h) => {
        const by = h.native('Socket');
        const target = h.object('Socket');
        if (isRoot) h.root.element(1, by);
        else h.root.property('owner', h.object('Owner').internal('native', by));
        return { by: by.internal('native_to_javascript', target), target };
      });
    expect(held(false)).toEqual(onlyAlone);
    expect(held(true)).toEqual(always);
  });

  it('never to itself or to the root', () => {
    const found = (to: 'itself' | 'root') =>
      counts((h) => {
        const by = h.object('By');
        h.root.property('by', by);
        const target = to === 'itself' ? by : h.root;
        return { by: by.property('target', target), target };
      });
    expect(found('itself').alone).toBe(false);
    expect(found('root').alone).toBe(false);
  });
});
