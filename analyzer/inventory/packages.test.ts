import { describe, expect, it } from 'vitest';
import { ageDrawn } from '../../testing/drawn-aged-heap.ts';
import type { HeapDrawing } from '../../testing/heap-builder.ts';
import { ModuleNames } from '../graph/module-names.ts';
import { packagesOf } from './packages.ts';

const mine = { url: 'file:///app/src/orders/cart.mjs', line: 3 };
const cache = { url: 'file:///app/node_modules/lru-cache/index.js', line: 9 };
const http = { url: 'node:_http_server', line: 7 };

/** A function of a module, which the root holds, with its scope. */
function moduleOf(h: HeapDrawing, name: string, location: { url: string; line: number }) {
  const scope = h.context({ size: 0 });
  h.root.property(name, h.closure(name, scope, { size: 0, location }));
  return scope;
}

/** Bytes by package; closures, scopes and code weigh little or nothing here. */
function bytesIn(draw: (h: HeapDrawing) => void): Record<string, number> {
  const { heap } = ageDrawn(draw);
  heap.names.nameModules(new ModuleNames('/app'));
  const { packages } = packagesOf(heap);
  return Object.fromEntries(packages.map(({ kind, name, bytes }) => [`${kind} ${name}`, bytes]));
}

describe('memory by package', () => {
  it('belongs to the code whose variable holds it', () => {
    const bytes = bytesIn((h) => {
      moduleOf(h, 'cart', mine).variable(
        'carts',
        h.array({ size: 500 }).push(h.object('Object', { size: 70 })),
      );
      moduleOf(h, 'lru', cache).variable('keys', h.array({ size: 300 }));
    });
    expect(bytes['own src/orders/']).toBe(570);
    expect(bytes['package lru-cache']).toBe(300);
  });

  it('belongs to its own constructor, no matter which object holds it, with what only that constructor reaches', () => {
    const bytes = bytesIn((h) => {
      const lru = h.object('LRU', { size: 100, location: cache }).internal('table', h.array({ size: 900 }));
      moduleOf(h, 'lru', cache);
      moduleOf(h, 'cart', mine).variable('recent', lru);
    });
    expect(bytes['package lru-cache']).toBe(1000);
    expect(bytes['own src/orders/']).toBeUndefined();
  });

  it('counts what two packages reach once: for the one that dominates it, else as shared', () => {
    const bytes = bytesIn((h) => {
      const both = h.array({ size: 4000 });
      const below = h.array({ size: 50 });
      const lru = h.object('LRU', { size: 100, location: cache }).property('x', below);
      const scope = moduleOf(h, 'cart', mine).variable('both', both).variable('lru', lru);
      scope.variable('below', below);
      moduleOf(h, 'lru', cache).variable('both', both);
    });
    expect(bytes['shared shared by several']).toBe(4000);
    expect(bytes['own src/orders/']).toBe(50);
    expect(bytes['package lru-cache']).toBe(100);
  });

  it("follows cycles, and prefers the program to Node's own modules and to globals", () => {
    const bytes = bytesIn((h) => {
      const a = h.object('Object', { size: 10 });
      const b = h.object('Object', { size: 20 }).property('a', a);
      a.property('b', b);
      moduleOf(h, 'server', http).variable('a', a);
      moduleOf(h, 'cart', mine).variable('b', b);
      h.root.property('global', h.object('global / ', { size: 1 }).property('a', a));
    });
    expect(bytes['own src/orders/']).toBe(30);
    expect(bytes['engine engine internals']).toBeGreaterThanOrEqual(1);
  });

  it('gives an object of Node to the program if that alone keeps it alive, and only then', () => {
    const socket = (h: HeapDrawing) => h.object('Socket', { size: 80, location: http });
    const bytes = bytesIn((h) => {
      const server = moduleOf(h, 'server', http).variable('idle', socket(h));
      const open = socket(h);
      server.variable('open', open);
      moduleOf(h, 'cart', mine).variable('kept', socket(h)).variable('open', open);
    });
    expect(bytes).toMatchObject({ 'own src/orders/': 80, 'node node:': 160 });
  });

  it('tells global variables, the engine and what no code leads to', () => {
    const bytes = bytesIn((h) => {
      moduleOf(h, 'cart', mine).variable('one', h.array({ size: 1 }));
      const builtIn = h.closure('Array', undefined, { size: 60 });
      const global = h.object('global / ', { size: 5 }).property('Array', builtIn);
      global.property('keep', h.array({ size: 700 }));
      h.root.property('global', global);
      h.root.element(1, h.node('synthetic', '(Stack roots)', { size: 0 }).element(1, h.array({ size: 30 })));
      h.root.element(2, h.node('code', '(code)', { size: 2000 }));
    });
    expect(bytes).toMatchObject({ 'globals global variables': 700, 'unknown no code known': 30 });
    expect(bytes['engine engine internals']).toBeGreaterThanOrEqual(2065);
  });

  it('is told by closures and methods if nothing else places an object, with what only it keeps alive', () => {
    const bytes = bytesIn((h) => {
      const method = (name: string, location: typeof mine) =>
        h.closure(name, undefined, { size: 0, location });
      const plugin = h.object('Object', { size: 100 }).property('setup', method('setup', cache));
      plugin.property('options', h.array({ size: 900 }));
      const prototype = h.object('Object', { size: 0 }).property('run', method('run', mine));
      const task = h.object('Task', { size: 40 }).property('__proto__', prototype);
      const both = h
        .object('Object', { size: 3 })
        .property('a', method('a', mine))
        .property('b', method('b', cache));
      const plain = h.object('Object', { size: 5 });
      h.root.property(
        'global',
        h.object('global / ', { size: 1 }).property('plugin', plugin).property('plain', plain),
      );
      h.root.element(1, h.node('synthetic', '(Stack roots)', { size: 0 }).element(1, task).element(2, both));
    });
    expect(bytes).toMatchObject({
      'package lru-cache': 1_000,
      'own src/orders/': 40,
      'globals global variables': 5,
      'unknown no code known': 3,
    });
  });

  it('adds up to the heap, and dates it', () => {
    const { heap } = ageDrawn((h) => {
      const scope = moduleOf(h, 'cart', mine).variable('a', h.array({ size: 100 }));
      h.capture();
      scope.variable('b', h.array({ size: 40 }));
    });
    const { packages } = packagesOf(heap);
    expect(packages.find(({ kind }) => kind === 'own')!.born).toEqual(Float64Array.of(100, 40));
    let size = 0;
    for (let node = 0; node < heap.graph.nodeCount; node++) size += heap.graph.selfSize(node);
    expect(packages.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(size);
  });

  it('is not told if nothing is placed', () => {
    expect(packagesOf(ageDrawn((h) => h.root.property('a', h.object('A'))).heap).packages).toEqual([]);
  });
});
