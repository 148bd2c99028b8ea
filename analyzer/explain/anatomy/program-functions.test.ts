import { expect, it } from 'vitest';
import { ageDrawn } from '../../../testing/drawn-aged-heap.ts';
import type { DrawnNode } from '../../../testing/drawn-node.ts';
import type { HeapDrawing } from '../../../testing/heap-builder.ts';
import { programFunctions } from './program-functions.ts';

const at = (line: number) => ({ location: { url: 'file:///app/agent.js', line } });

/** What is told of an entry that was born after the first capture. */
function functionsOf(draw: (h: HeapDrawing) => DrawnNode): string[] {
  let entry: DrawnNode | undefined;
  const aged = ageDrawn((h) => {
    const list = h.object('Array');
    h.root.property('held', list);
    h.capture();
    entry = draw(h);
    list.element(0, entry);
    h.capture();
  });
  return programFunctions(aged.heap, aged.at(entry!)).map(
    ({ role, name, location }) => `${role} ${name} ${location}`,
  );
}

it.each<[string, (h: HeapDrawing) => DrawnNode, string]>([
  [
    'what a timer calls',
    (h) => h.object('Timeout').property('_onTimeout', h.closure('poll', h.context(), at(4))),
    'timer callback poll /app/agent.js:4',
  ],
  [
    'the listener of an event',
    (h) =>
      h
        .object('Socket')
        .property('_events', h.object('Object').property('data', h.closure('collect', undefined, at(5)))),
    '"data" listener collect /app/agent.js:5',
  ],
  [
    'the listener of an AbortSignal',
    (h) => {
      const listener = h.object('Listener').property('listener', h.closure('onStop', undefined, at(6)));
      return h.object('AbortSignal').property('[Symbol(kEvents)]', h.object('SafeMap').element(0, listener));
    },
    'abort listener onStop /app/agent.js:6',
  ],
  [
    'the async function that waits for a promise',
    (h) => {
      const waiting = h.object('Generator').internal('function', h.closure('runTurn', undefined, at(7)));
      const resume = h.closure('', h.context().internal('extension', waiting));
      return h
        .object('Promise')
        .internal('reactions_or_result', h.object('PromiseReaction').internal('fulfill_handler', resume));
    },
    'async function runTurn /app/agent.js:7',
  ],
  [
    'the continuation of a promise',
    (h) => h.object('PromiseReaction').internal('fulfill_handler', h.closure('then', undefined, at(8))),
    'promise continuation then /app/agent.js:8',
  ],
  ['the entry itself', (h) => h.closure('close', undefined, at(9)), 'closure close /app/agent.js:9'],
])('tells %s', (_, draw, told) => {
  expect(functionsOf(draw)).toEqual([told]);
});

it('functions of the runtime, and those of other entries of the class, are not told', () => {
  const told = functionsOf((h) => {
    const other = h.object('Timeout').property('_onTimeout', h.closure('other', undefined, at(2)));
    const own = h.closure('onTimeout', undefined, { location: { url: 'node:internal/timers', line: 1 } });
    return h.object('Timeout').property('_onTimeout', own).property('_idleNext', other);
  });
  expect(told).toEqual([]);
});
