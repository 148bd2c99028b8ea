import { expect, it } from 'vitest';
import type { CallNode } from '../../../format/heap-profile.ts';
import { chosenFunctions, leastVisited } from './chosen-functions.ts';
import { growingFunctions } from './growing-functions.ts';

let ids = 0;
function call(functionName: string, url: string, children: readonly CallNode[] = [], line = 4): CallNode {
  ids += 1;
  const callFrame = { functionName, url, scriptId: url, lineNumber: line, columnNumber: 2 };
  return { id: ids, callFrame, children };
}
const sampled = (node: CallNode, size: number) => ({ nodeId: node.id, size, ordinal: node.id });
const app = 'file:///app/a.mjs';

it('counts what a function of Node allocates for its caller, and less for callers further out', () => {
  const inner = call('push', 'node:internal/streams');
  const site = call('publish', app, [inner], 10);
  const head = call('', '', [call('handle', app, [site], 20)]);
  const found = growingFunctions({ head, samples: [sampled(inner, 1000)] });
  expect(found.map(({ name, bytes, own, samples }) => [name, bytes, own, samples])).toEqual([
    ['publish', 1000, 1000, 1],
    ['handle', 250, 0, 0],
  ]);
});

it('counts a function that calls itself once', () => {
  const innermost = call('walk', app);
  const head = call('', '', [call('walk', app, [innermost])]);
  expect(growingFunctions({ head, samples: [sampled(innermost, 100)] })).toMatchObject([{ bytes: 100 }]);
});

it('leaves out Node, the engine, evaluated text and the code of modules itself', () => {
  const nodes = [
    call('read', 'node:fs'),
    call('(V8 API)', ''),
    call('', 'evalmachine.<anonymous>'),
    { ...call('', app), callFrame: { ...call('', app).callFrame, lineNumber: 0, columnNumber: 0 } },
  ];
  const head = call('', '', nodes);
  expect(growingFunctions({ head, samples: nodes.map((node) => sampled(node, 100)) })).toEqual([]);
});

it('visits each of the likely functions in turn', () => {
  const functions = Array.from({ length: 5 }, (_, i) => ({
    name: `f${i}`,
    scriptId: '1',
    url: app,
    line: i,
    column: 0,
    bytes: 100 - i,
    ...{ own: 0, samples: 0 },
  }));
  const tries = new Map([
    [functions[0]!, 1],
    [functions[1]!, 1],
    [functions[2]!, 1],
  ]);
  expect(leastVisited(functions, new Map()).map(({ name }) => name)).toEqual(['f0', 'f1', 'f2']);
  expect(leastVisited(functions, tries).map(({ name }) => name)).toEqual(['f3', 'f4', 'f0']);
});

it('does not visit what keeps hardly anything', () => {
  const base = { scriptId: '1', url: app, line: 1, column: 0, own: 0, samples: 0 };
  const functions = [
    { ...base, name: 'much', bytes: 1000 },
    { ...base, name: 'hardly', bytes: 4 },
  ];
  expect(chosenFunctions(functions).map(({ name }) => name)).toEqual(['much']);
});
