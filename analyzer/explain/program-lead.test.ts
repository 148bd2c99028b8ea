import { afterAll, describe, expect, it } from 'vitest';
import { everyInterval, filesOf, moduleScope } from '../../testing/drawn-growth.ts';
import type { DrawnNode } from '../../testing/drawn-node.ts';
import type { HeapDrawing } from '../../testing/heap-builder.ts';
import { ScratchFolder } from '../../testing/scratch-folder.ts';
import { findSuspects } from '../search/find-suspects.ts';

const scratch = new ScratchFolder();
afterAll(() => scratch.remove());
const at = (line: number) => ({ location: { url: 'file:///app/agent.js', line } });

async function titleOf(draw: (h: HeapDrawing) => void): Promise<string | undefined> {
  const captures = filesOf(scratch, draw).map((file, k) => ({ file, label: `capture ${k + 1}`, at: k }));
  const { suspects } = await findSuspects(captures);
  return suspects[0]?.title;
}

function timers(h: HeapDrawing, callbackOf: (i: number) => DrawnNode): void {
  const list = h.object('TimersList', { size: 24 });
  moduleScope(h, 'node:internal/timers').variable(
    'timerListMap',
    h.object('Object', { size: 24 }).property('1000', list),
  );
  let last = list;
  everyInterval(h, () => {
    for (let i = 0; i < 20; i++) {
      const timer = h.object('Timeout', { size: 400 }).property('_onTimeout', callbackOf(i));
      last.property('_idleNext', timer);
      last = timer;
    }
  });
}

describe('the front of a title', () => {
  it('is the timer callback that most of the new timers call', async () => {
    const title = await titleOf((h) =>
      timers(h, (i) =>
        i % 20 < 16 ? h.closure('poll', h.context(), at(4)) : h.closure('ping', h.context(), at(9)),
      ),
    );
    expect(title).toBe(
      "timer callback `poll` (/app/agent.js:4) gains 20 timers per interval, kept by Node's timer list",
    );
  });

  it('is the list of the runtime if no callback stands for most of the timers', async () => {
    const title = await titleOf((h) =>
      timers(h, (i) =>
        i % 2 < 1 ? h.closure('poll', h.context(), at(4)) : h.closure('ping', h.context(), at(9)),
      ),
    );
    expect(title).toMatch(/^Node's timer list gains 20 timers per interval/);
  });

  it('is the Map of the program, though a function without a place leads to it', async () => {
    const title = await titleOf((h) => {
      const modules = h.map({ size: 100 });
      h.root.element(7, h.closure('', h.context().variable('resolvedModules', modules)));
      everyInterval(h, (k) => {
        for (let i = 0; i < 20; i++) {
          const get = h.closure('get', h.context(), at(12));
          modules.set(h.string(`file ${k} ${i}`), h.object('Object', { size: 300 }).property('get', get));
        }
      });
    });
    expect(title).toMatch(/^Map `resolvedModules` gains 20 entries per interval/);
  });
});

it('listeners of a runtime object are told with their function, if they are all of one', async () => {
  const title = (another: boolean) =>
    titleOf((h) => {
      const list = h.object('Array', { size: 100 });
      const events = h.object('Object').property('exit', list);
      moduleScope(h, 'node:process').variable('process', h.object('process').property('_events', events));
      // The script of the functions below.
      h.root.element(10, h.closure('other', undefined, at(1)));
      everyInterval(h, () => {
        for (let i = 0; i < 20; i++) {
          const files = h.context().variable('files', h.object('Files', { size: 400 }));
          const line = another && i === 3 ? 21 : 20;
          list.push(h.node('closure', 'closeAll', { size: 64, ...at(line) }).internal('context', files));
        }
      });
    });
  expect(await title(false)).toMatch(
    /^process `process` gains 20 listeners of "exit".*, each `closeAll` \(\/app\/agent.js:20\)$/,
  );
  expect(await title(true)).not.toContain('each');
});

it('a promise is told with the async function that waits for it', async () => {
  const title = await titleOf((h) => {
    const ready = h.object('Promise', { size: 24 });
    moduleScope(h).variable('ready', ready);
    const handle = h.closure('handleRequest', undefined, at(30));
    h.root.element(9, handle);
    let last: DrawnNode = ready;
    everyInterval(h, () => {
      for (let i = 0; i < 20; i++) {
        const waiting = h.object('Generator', { size: 400 }).internal('function', handle);
        const resume = h.closure('', h.context().internal('extension', waiting));
        const reaction = h
          .node('hidden', 'system / PromiseReaction', { size: 40 })
          .internal('fulfill_handler', resume);
        last.internal(last === ready ? 'reactions_or_result' : 'next', reaction);
        last = reaction;
      }
    });
  });
  expect(title).toBe(
    'promise `ready` gains 20 reactions per interval, from async function `handleRequest` (/app/agent.js:30)',
  );
});
