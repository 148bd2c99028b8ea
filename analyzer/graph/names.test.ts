import { afterAll, describe, expect, it } from 'vitest';
import { drawHeap, type HeapDrawing } from '../../testing/heap-builder.ts';
import { takeRealSnapshot } from '../../testing/real-snapshot.ts';
import { ScratchFolder } from '../../testing/scratch-folder.ts';
import { readSnapshot } from '../parse/read-snapshot.ts';
import { HeapGraph } from './heap-graph.ts';
import { HeapNames } from './names.ts';

const scratch = new ScratchFolder();
afterAll(() => scratch.remove());

/** The labels of the root's edges and the class names behind them. */
function rootEdges(draw: (h: HeapDrawing) => void): string[] {
  const graph = drawHeap(draw).graph();
  const names = new HeapNames(graph);
  const edges = Array.from({ length: graph.endEdge(0) }, (_, edge) => edge);
  return edges.map((edge) => `${names.edgeLabel(edge)} ${names.className(graph.edgeTarget(edge))}`);
}

describe('labels of edges', () => {
  it('are written like JavaScript', () => {
    const labels = rootEdges((h) => {
      const o = h.object('O');
      for (const name of ['plain', '$_1', 'größe', '#secret', 'weird key', '', '7', 'a"b', '__proto__']) {
        h.root.property(name, o);
      }
      for (const symbol of ['<symbol kEvents>', '<symbol Symbol.iterator>', '<symbol>', '<symbol a b>']) {
        h.root.property(symbol, o);
      }
      h.root.element(3, o).variable('scoped', o);
    });
    expect(labels.map((label) => label.slice(0, -2))).toEqual([
      '.plain',
      '.$_1',
      '.größe',
      '.#secret',
      '["weird key"]',
      '[""]',
      '["7"]',
      '["a\\"b"]',
      '.__proto__',
      '[Symbol(kEvents)]',
      '[Symbol.iterator]',
      '[Symbol()]',
      '[Symbol(a b)]',
      '[3]',
      'scoped',
    ]);
  });

  it('mark what JavaScript cannot reach', () => {
    const labels = rootEdges((h) => {
      const o = h.object('O');
      h.root.internal('table', o).internal('3', o).edge('hidden', 4, o).edge('shortcut', 'bound_this', o);
      h.root.property('keep', o).weak('5', o);
      h.root.internal('6 / part of key (K @3) -> value (O @5) pair in WeakMap (table @7)', o);
    });
    expect(labels.map((label) => label.slice(0, -2))).toEqual([
      '<table>',
      '<3>',
      '<4>',
      '<bound_this>',
      '.keep',
      '<weak 5>',
      '<WeakMap value>',
    ]);
  });
});

describe('names of classes', () => {
  it('tell the kind of what has no class', () => {
    const classes = rootEdges((h) => {
      const types = [
        'string',
        'concatenated string',
        'sliced string',
        'array',
        'regexp',
        'number',
        'symbol',
        'bigint',
      ];
      for (const type of types)
        h.root.property('x'.repeat(h.root.edges.length + 1), h.node(type as 'string', 'content'));
      h.root.property('f', h.closure('run')).property('g', h.closure('')).property('s', h.context());
      h.root.property('n', h.native('Node / TCP')).property('p', h.node('hidden', 'system / JSProxy'));
      h.root.property('m', h.node('object shape', 'system / Map'));
    });
    expect(classes.map((label) => label.slice(label.indexOf(' ') + 1))).toEqual([
      'string',
      'string',
      'string',
      '(array)',
      'RegExp',
      'number',
      'symbol',
      'bigint',
      'run',
      '(anonymous)',
      'Context',
      'Node / TCP',
      'Proxy',
      '(shape)',
    ]);
  });

  it('believe the constructor of the prototype before V8', () => {
    const classes = rootEdges((h) => {
      const signal = h.object('EventTarget').property('constructor', h.closure('AbortSignal'));
      const anonymous = h.object('Object').property('constructor', h.closure(''));
      const plain = h.object('Object').property('constructor', h.closure('Object'));
      const odd = h.object('Object').property('constructor', h.string('no function'));
      const made = (name: string, proto?: ReturnType<typeof h.object>) =>
        proto ? h.object(name).property('__proto__', proto) : h.object(name);
      h.root.property('a', made('EventTarget', signal)).property('b', made('EventTarget', signal));
      h.root.property('c', made('Session', anonymous)).property('d', made('Session', plain));
      h.root.property('e', made('Session', odd)).property('f', made('Session', h.object('Bare')));
      h.root.property('g', made('Session')).property('h', made('', plain));
    });
    expect(classes).toEqual([
      '.a AbortSignal',
      '.b AbortSignal',
      '.c Session',
      '.d Session',
      '.e Session',
      '.f Session',
      '.g Session',
      '.h Object',
    ]);
  });
});

describe('locations', () => {
  it('give the URL and place of a closure', () => {
    const graph = drawHeap((h) => {
      const at = (url: string, line: number) => ({ location: { url, line, column: 9 } });
      h.root.property('late', h.closure('late', undefined, at('file:///b.js', 7)));
      h.root.property('early', h.closure('early', undefined, at('node:fs', 1)));
      h.root.property('none', h.closure('none'));
      h.root.property('made', h.object('Made', at('file:///b.js', 2)));
    }).graph();
    const names = new HeapNames(graph);
    const places = Array.from({ length: 4 }, (_, edge) => names.location(graph.edgeTarget(edge)));
    expect(places).toEqual([
      { url: 'file:///b.js', line: 7, column: 9 },
      { url: 'node:fs', line: 1, column: 9 },
      undefined,
      { url: 'file:///b.js', line: 2, column: 9 },
    ]);
  });

  it('go without a URL if no closure of the script is left', () => {
    const graph = drawHeap((h) => {
      h.root.property('made', h.object('Made', { location: { url: 'gone.js', line: 2 } }));
    }).graph();
    expect(new HeapNames(graph).location(1)).toEqual({ url: '', line: 2, column: 1 });
  });
});

describe('keys of map entries', () => {
  /** For every edge of the table behind root.map: the raw names of target and key. */
  function entries(draw: (h: HeapDrawing) => void): string[] {
    const graph = drawHeap(draw).graph();
    const names = new HeapNames(graph);
    const table = graph.edgeTarget(graph.firstEdge(graph.edgeTarget(0)));
    const found: string[] = [];
    for (let edge = graph.firstEdge(table); edge < graph.endEdge(table); edge++) {
      const key = names.mapEntryKey(table, edge);
      found.push(`${key === -1 ? '-' : graph.rawName(key)} ${graph.rawName(graph.edgeTarget(edge))}`);
    }
    return found;
  }

  it('stand beside the value in a Map', () => {
    const found = entries((h) => {
      const map = h.map();
      h.root.property('map', map);
      for (const name of ['a', 'b', 'c', 'd', 'e']) map.set(h.string(name), h.object(name.toUpperCase()));
    });
    expect(found).toEqual(['- a', 'a A', '- b', 'b B', '- c', 'c C', '- d', 'd D', '- e', 'e E']);
  });

  it('are unknown where V8 draws none', () => {
    const found = entries((h) => {
      // Room for 4 entries: slots 5, 8, 11, 14 are keys; small integers among them are not drawn.
      const table = h
        .array({ size: 16 + 8 * 17 })
        .internal('6', h.object('A'))
        .internal('9', h.object('B'));
      table.internal('11', h.string('c')).internal('12', h.object('C')).internal('map', h.object('shape'));
      h.root.property('map', h.object('Map').internal('table', table));
    });
    expect(found).toEqual(['- A', '- B', '- c', 'c C', '- shape']);
  });

  it('are named by id in a WeakMap', () => {
    const found = entries((h) => {
      const [a, b] = [h.object('A'), h.object('B')];
      h.root.property('map', h.weakMap().set(a, h.string('first')).set(b, h.string('second')));
      h.root.property('a', a).property('b', b);
    });
    expect(found).toEqual(['- A', '- first', 'A first', '- B', '- second', 'B second']);
  });
});

describe('a real snapshot', () => {
  const program = `
    class Session { #items = []; constructor(id) { this.id = id; } }
    const sessions = new Map(); const seen = new WeakMap();
    for (let i = 0; i < 20; i++) { const s = new Session('id' + i); sessions.set('key' + i, s); seen.set(s, { note: i }); }
    globalThis.kept = { sessions, seen, signal: new AbortController().signal, handler: function handle() { return sessions; } };
  `;

  it('has names, keys and places', () => {
    const graph = new HeapGraph(readSnapshot(takeRealSnapshot(scratch.path, program)));
    const names = new HeapNames(graph);
    const nodes = Array.from({ length: graph.nodeCount }, (_, node) => node);
    const follow = (node: number, ...labels: string[]): number =>
      labels.reduce((at, label) => {
        for (let edge = graph.firstEdge(at); edge < graph.endEdge(at); edge++) {
          if (names.edgeLabel(edge) === label) return graph.edgeTarget(edge);
        }
        throw new Error(`no ${label}`);
      }, node);

    const handler = nodes.find(
      (node) => names.className(node) === 'handle' && graph.typeName(node) === 'closure',
    )!;
    const kept = nodes.find((node) => {
      for (let edge = graph.firstEdge(node); edge < graph.endEdge(node); edge++) {
        if (names.edgeLabel(edge) === '.handler' && graph.edgeTarget(edge) === handler) return true;
      }
      return false;
    })!;
    expect(names.className(follow(kept, '.signal'))).toBe('AbortSignal');
    expect(follow(handler, '<context>', 'sessions')).toBe(follow(kept, '.sessions'));
    expect(names.location(handler)).toMatchObject({ url: expect.stringMatching(/\[eval1?\]/), line: 5 });

    for (const [map, keyClass, entry] of [
      ['.sessions', 'string', 'Session'],
      ['.seen', 'Session', 'Object'],
    ] as const) {
      const table = follow(kept, map, '<table>');
      const classes: string[] = [];
      for (let edge = graph.firstEdge(table); edge < graph.endEdge(table); edge++) {
        const key = names.mapEntryKey(table, edge);
        if (key !== -1) classes.push(`${names.className(key)} ${names.className(graph.edgeTarget(edge))}`);
      }
      expect(classes).toEqual(Array.from({ length: 20 }, () => `${keyClass} ${entry}`));
    }
  });
});
