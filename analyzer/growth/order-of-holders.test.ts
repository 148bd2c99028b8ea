import { describe, expect, it } from 'vitest';
import { ageDrawn } from '../../testing/drawn-aged-heap.ts';
import { everyInterval, moduleScope } from '../../testing/drawn-growth.ts';
import type { DrawnNode } from '../../testing/drawn-node.ts';
import type { HeapDrawing } from '../../testing/heap-builder.ts';
import { inOrderOfUse } from './order-of-holders.ts';

/** Of a log in a variable and a list that is held as drawn, with these shares, which comes first. */
function firstOf(hold: (h: HeapDrawing, list: DrawnNode) => void, shares: { log: number; list: number }) {
  const drawn: Record<string, DrawnNode> = {};
  const { heap, at } = ageDrawn((h) => {
    Object.assign(drawn, { log: h.object('Log'), list: h.object('List') });
    moduleScope(h).variable('log', drawn.log);
    hold(h, drawn.list);
    everyInterval(h, () => {});
  });
  const holders = Object.entries(shares).map(([name, share]) => ({ node: at(drawn[name]), share }));
  return heap.names.className(inOrderOfUse(heap, holders)[0].node);
}

describe('of holders that share entries', () => {
  const inLocal = (h: HeapDrawing, list: DrawnNode) =>
    h.root.element(
      7,
      h.object('Generator').internal('parameters_and_registers', h.array().internal('3', list)),
    );

  it('a name comes first from nine tenths of the best share on', () => {
    expect(firstOf(inLocal, { log: 0.9, list: 1 })).toBe('Log');
    expect(firstOf(inLocal, { log: 0.89, list: 1 })).toBe('List');
  });

  it('a symbol is no name', () => {
    const inSymbol = (h: HeapDrawing, list: DrawnNode) =>
      h.root.element(7, h.object('Client').property('<symbol queue>', list));
    expect(firstOf(inSymbol, { log: 0.95, list: 1 })).toBe('Log');
  });

  it('of two names the one that holds more is first', () => {
    const inProperty = (h: HeapDrawing, list: DrawnNode) =>
      h.root.element(7, h.object('Client').property('queue', list));
    expect(firstOf(inProperty, { log: 0.95, list: 1 })).toBe('List');
  });

  it('names are told in their order from 98 of 100 of the best share on', () => {
    const inProperty = (h: HeapDrawing, list: DrawnNode) =>
      h.root.element(7, h.object('Client').property('queue', list));
    expect(firstOf(inProperty, { log: 0.98, list: 1 })).toBe('Log');
    expect(firstOf(inProperty, { log: 1, list: 0.98 })).toBe('Log');
    expect(firstOf(inProperty, { log: 0.97, list: 1 })).toBe('List');
  });
});
