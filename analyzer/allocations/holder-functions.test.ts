import { afterAll, describe, expect, it } from 'vitest';
import { everyInterval, filesOf, moduleScope } from '../../testing/drawn-growth.ts';
import type { DrawnNode } from '../../testing/drawn-node.ts';
import type { HeapDrawing } from '../../testing/heap-builder.ts';
import { ScratchFolder } from '../../testing/scratch-folder.ts';
import { findSuspects } from '../search/find-suspects.ts';
import { HolderFunctionsWitness } from './holder-functions.ts';

const scratch = new ScratchFolder();
afterAll(() => scratch.remove());

/** More links than any stack of calls has room for. */
const deep = 30_000;
const url = 'file:///app/src/agent.mjs';

async function functionsIn(draw: (h: HeapDrawing) => void) {
  const captures = filesOf(scratch, draw).map((file, k) => ({ file, label: `capture ${k + 1}`, at: k }));
  const witness = new HolderFunctionsWitness();
  const { suspects } = await findSuspects(captures, { witness });
  return { suspects, functions: [...(witness.of(suspects[0].fingerprint)?.functions.keys() ?? [])] };
}

function drawSessions(h: HeapDrawing, scope: DrawnNode) {
  const sessions = h.map();
  scope.variable('sessions', sessions);
  return {
    sessions,
    grow: () =>
      everyInterval(h, (k) => {
        for (let i = 0; i < 20; i++)
          sessions.set(h.string(`key ${k}.${i}`), h.object('Session', { size: 400 }));
      }),
  };
}

describe('however deep the heap is', () => {
  it('the cells of a registry that lead to a holder are followed without a stack', async () => {
    const { suspects, functions } = await functionsIn((h) => {
      const scope = moduleScope(h);
      const { sessions, grow } = drawSessions(h, scope);
      let cell = h.node('hidden', 'system / WeakCell').internal('holdings', sessions);
      for (let k = 0; k < deep; k++) cell = h.node('hidden', 'system / WeakCell').internal('next', cell);
      h.root.element(2, cell);
      grow();
    });
    expect(suspects.map(({ kind }) => kind)).toEqual(['map']);
    expect(functions).toEqual([]);
  });

  it('scopes inside scopes are followed without a stack, and the function in the innermost is found', async () => {
    const { functions } = await functionsIn((h) => {
      const scope = moduleScope(h);
      const { grow } = drawSessions(h, scope);
      let inner: DrawnNode = scope;
      for (let k = 0; k < 9_000; k++) inner = h.context().internal('previous', inner);
      const keep = h.closure('keep', inner, { location: { url, line: 30, column: 5 } });
      h.root.element(3, keep);
      grow();
    });
    expect(functions).toEqual([`${url}:30:5`]);
  });
});

describe('what only the runtime holds', () => {
  it('an async function that waits inside the entries is one that makes them', async () => {
    const captures = filesOf(scratch, (h) => {
      const list = h.object('TimersList', { size: 24 });
      moduleScope(h, 'node:internal/timers').variable(
        'timerListMap',
        h.object('Object', { size: 24 }).property('1000', list),
      );
      const runTurn = h.closure('runTurn', undefined, { location: { url, line: 12, column: 3 } });
      h.root.element(4, runTurn);
      let last = list;
      everyInterval(h, () => {
        for (let i = 0; i < 20; i++) {
          const resume = h.closure(
            '',
            h.context().internal('extension', h.object('Generator').internal('function', runTurn)),
          );
          const promise = h
            .object('Promise')
            .internal('reactions_or_result', h.object('PromiseReaction').internal('fulfill_handler', resume));
          const done = h.closure('', h.context().variable('promise', promise));
          const timer = h.object('Timeout', { size: 400 }).property('_onTimeout', done);
          last.property('_idleNext', timer);
          last = timer;
        }
      });
    }).map((file, k) => ({ file, label: `capture ${k + 1}`, at: k }));
    const witness = new HolderFunctionsWitness();
    const { suspects } = await findSuspects(captures, { witness });
    const known = witness.of(suspects[0]!.fingerprint)!;
    expect(suspects[0]!.title).toBe(
      "async function `runTurn` (/app/src/agent.mjs:12) gains 20 timers per interval, kept by Node's timer list",
    );
    expect(known.functions.get(`${url}:12:3`)).toEqual({ tie: 'waits', steps: 0 });
  });

  it('a listener of a socket that native code holds is written in the function that makes them', async () => {
    const captures = filesOf(scratch, (h) => {
      const handles = h.node('synthetic', '(Global handles)', { size: 0 });
      h.root.element(5, handles);
      let index = 0;
      everyInterval(h, () => {
        for (let i = 0; i < 20; i++) {
          const collect = h.closure('collect', h.context(), { location: { url, line: 30, column: 9 } });
          const socket = h
            .object('Socket', { size: 400 })
            .property('_events', h.object('Object').property('data', collect));
          handles.element(index++, h.object('TCP', { size: 100 }).property('owner', socket));
        }
      });
    }).map((file, k) => ({ file, label: `capture ${k + 1}`, at: k }));
    const witness = new HolderFunctionsWitness();
    const { suspects } = await findSuspects(captures, { witness });
    expect(suspects[0]!.title).toBe(
      '"data" listener `collect` (/app/src/agent.mjs:30) gains 20 handles per interval, kept by open handles of class TCP',
    );
    expect(witness.of(suspects[0]!.fingerprint)!.closures).toMatchObject([{ url, line: 30, column: 9 }]);
  });
});
