import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { Suspect } from '../../format/suspect.ts';
import { type DrawnCell, drawJscHeap, type JscDrawing } from '../../testing/jsc-heap-builder.ts';
import { ScratchFolder } from '../../testing/scratch-folder.ts';
import { findSuspects } from './find-suspects.ts';

const scratch = new ScratchFolder();
let drawings = 0;
afterAll(() => scratch.remove());

/** Draws the same step before each of four captures. */
async function suspectsIn(draw: (h: JscDrawing) => (interval: number) => void): Promise<readonly Suspect[]> {
  const folder = join(scratch.path, `drawing-${++drawings}`);
  mkdirSync(folder);
  const heap = drawJscHeap((h) => {
    const step = draw(h);
    for (let interval = 0; interval < 4; interval++) {
      step(interval);
      h.capture();
    }
  });
  const sources = heap
    .writeTo(folder)
    .map((file, k) => ({ file, label: `capture ${k + 1}`, at: k * 60_000, operations: 20 * k }));
  return (await findSuspects(sources)).suspects;
}

function times(count: number, work: () => void): void {
  for (let i = 0; i < count; i++) work();
}

const pathOf = ({ path }: Suspect) => path.map((step) => `${step.edge} ${step.name}`);

describe('in a heap of Bun', () => {
  it('a Map whose entries were put back is named with its variable and exact counts', async () => {
    const suspects = await suspectsIn((h) => {
      const sessions = h.cell('Map').internal(h.cell('Cell Butterfly', 4000));
      h.module().variable('sessions', sessions);
      let size = 0;
      return () =>
        times(20, () => {
          sessions.index(2 * size, h.cell('string', 40)).index(2 * size + 1, h.cell('Session', 120));
          size++;
        });
    });
    expect(suspects.map(({ title }) => title)).toEqual([
      'Map `sessions` gains 20 entries per interval and never loses any',
    ]);
    expect(pathOf(suspects[0]!)).toEqual([' module', 'sessions Map', '[key] Session']);
    expect(suspects[0]).toMatchObject({ kind: 'map', confirmed: true, entryClass: 'Session' });
    expect(suspects[0]!.survivors.counts).toEqual([20, 20, 20, 20]);
  });

  it('listeners of a native EventTarget belong to the older holder, not to the roots that hold them too', async () => {
    const [suspect, ...others] = await suspectsIn((h) => {
      const signal = h.cell('AbortSignal', 300);
      h.root.internal(signal);
      const code = h.cell('FunctionExecutable', 128);
      return () =>
        times(20, () => {
          const scope = h.cell('JSLexicalEnvironment', 48).internal(h.cell('SymbolTable', 80));
          const listener = h.closure(
            scope.variable('request', h.cell('Object', 400).property('signal', signal)),
            code,
          );
          h.root.internal(listener);
          signal.internal(listener);
        });
    });
    expect(others).toEqual([]);
    expect(suspect!.title).toBe('AbortSignal `AbortSignal` gains 20 listeners per interval');
    expect(suspect).toMatchObject({ kind: 'listeners', confirmed: true });
  });

  it('running timers are timers, though only native code holds them, and tell whose they are', async () => {
    const [suspect, ...others] = await suspectsIn((h) => {
      const scope = h.module();
      scope.variable('schedule', h.closure(scope)).variable('limit', h.cell('Object'));
      const code = h.cell('FunctionExecutable', 128);
      return () => {
        // Each interval fills another of the engine's blocks.
        const block = h.cell('StrongRootBlock');
        h.handles.internal(block);
        times(20, () => {
          const inner = h.cell('JSLexicalEnvironment').internal(scope);
          const callback = h.closure(inner.variable('session', h.cell('Session', 200)), code);
          block.internal(h.cell('Timeout', 176).property('callback', callback));
        });
      };
    });
    expect(others).toEqual([]);
    expect(suspect!.title).toBe(
      "timer callback in the module with `schedule` and `limit` gains 20 timers per interval, kept by Bun's timer list",
    );
    expect(suspect).toMatchObject({ kind: 'timers', confirmed: true });
    expect(suspect!.evidence).toContain(
      'one of them calls function (anonymous) in the module with `schedule` and `limit`, and keeps everything it closes over: `session` (Session)',
    );
  });

  it('signals that native code holds are told with the module of their listener', async () => {
    const [suspect, ...others] = await suspectsIn((h) => {
      const scope = h.module();
      scope.variable('callBackend', h.closure(scope));
      const code = h.cell('FunctionExecutable', 128);
      return () =>
        times(20, () => {
          const inner = h.cell('JSLexicalEnvironment').internal(scope);
          const listener = h.closure(inner.variable('request', h.cell('Call', 100)), code);
          h.root.internal(h.cell('AbortSignal', 312).internal(listener));
        });
    });
    expect(others).toEqual([]);
    expect(suspect!.title).toBe(
      'native code, for the module with `callBackend`, gains 20 AbortSignals per interval',
    );
    expect(suspect!.kind).toBe('listeners');
    expect(suspect!.evidence).toContain(
      'one of them calls a function in the module with `callBackend`, and keeps `request` (Call)',
    );
  });

  it('chunks that nobody reads are the queue of a stream, told with its source', async () => {
    const [suspect, ...others] = await suspectsIn((h) => {
      const scope = h.module();
      const controller = h.cell('ReadableStreamDefaultController', 200);
      controller.property('underlyingSource', h.cell('Object').property('start', h.closure(scope)));
      scope
        .variable('open', h.closure(scope))
        .variable('client', h.cell('Client').property('out', controller));
      let chunks = 0;
      return () => times(20, () => controller.index(chunks++, h.cell('Uint8Array', 2_000)));
    });
    expect(others).toEqual([]);
    expect(suspect!.title).toBe('stream queue `client.out` gains 20 chunks per interval');
    expect(suspect!.kind).toBe('queue');
    expect(suspect!.evidence).toContain('the source of the stream is in the module with `open` and `client`');
  });

  it('of a timer that calls a bound function, its object is told', async () => {
    const [suspect] = await suspectsIn((h) => () => {
      const block = h.cell('StrongRootBlock');
      h.handles.internal(block);
      times(20, () => {
        const bound = h.closure(h.cell('NodeCache', 200), h.cell('NativeExecutable'));
        block.internal(h.cell('Timeout', 176).property('callback', bound));
      });
    });
    expect(suspect!.evidence).toContain(
      'one of them calls function (anonymous) of NodeCache, and keeps everything it closes over',
    );
  });

  it('a rope that is appended to is a string that grows', async () => {
    const [suspect] = await suspectsIn((h) => {
      const logger = h.cell('Logger', 64);
      h.module().variable('logger', logger);
      let text: DrawnCell = h.cell('string', 40);
      return () => {
        times(20, () => {
          text = h.cell('string', 32).internal(text).internal(h.cell('string', 200));
        });
        logger.edges.splice(1);
        logger.property('buffer', text);
      };
    });
    expect(suspect).toMatchObject({ kind: 'string-buffer', confirmed: true });
    expect(suspect!.title).toMatch(/^string `logger\.buffer` gains \d+ appends per interval/);
  });

  it('Buffers in a dictionary are outside the JavaScript heap', async () => {
    const [suspect, ...others] = await suspectsIn((h) => {
      const responses = h.cell('Object');
      h.module().variable('responses', responses);
      let key = 0;
      return () => times(20, () => responses.property(`id-${key++}`, h.cell('Uint8Array', 40_000)));
    });
    expect(others).toEqual([]);
    expect(suspect).toMatchObject({ kind: 'dictionary', externalShare: 1, entryClass: 'Uint8Array' });
    expect(suspect!.survivors.counts).toEqual([20, 20, 20, 20]);
  });

  it('shapes, compiled code, and what the inspector remembers are no suspects', async () => {
    const suspects = await suspectsIn((h) => {
      const observer = h.cell('InjectedScript', 66);
      h.root.internal(observer);
      return () =>
        times(40, () => {
          h.root.internal(h.cell('Structure', 112).internal(h.cell('PropertyTable', 500)));
          h.global.internal(h.cell('FunctionCodeBlock', 800).internal(h.cell('string', 100)));
          h.root.internal(h.cell('UnlinkedFunctionExecutable', 96));
          observer.internal(h.cell('Object', 300));
        });
    });
    expect(suspects).toEqual([]);
  });

  it('a Map that fills with numbers under keys that stay is judged by its keys, not by the room it takes', async () => {
    const suspects = await suspectsIn((h) => {
      h.notes = { repaired: { maps: 1, sets: 0, left: 0 } };
      const table = h.cell('Cell Butterfly', 8_000);
      const map = h.cell('Map').internal(table);
      for (let i = 0; i < 500; i++) map.index(2 * i, h.cell('string', 24));
      h.module().variable('positions', map);
      return (interval) => {
        table.size = 8_000 * (interval + 1);
      };
    });
    expect(suspects).toEqual([]);
  });

  it('what a Map holds whose contents are missing is held by something unseen', async () => {
    const [suspect, ...others] = await suspectsIn((h) => () => {
      times(20, () => h.unseen(h.cell('Session', 200).property('user', h.cell('User', 100))));
    });
    expect(others).toEqual([]);
    expect(suspect!.title).toBe(
      'something unseen (a Map, a Set or native code) gains 20 Session objects per interval',
    );
    expect(suspect).toMatchObject({ kind: 'objects', confirmed: true, holders: [] });
  });

  it('objects that belong to the entries but that only roots hold are told with them', async () => {
    const [suspect, ...others] = await suspectsIn((h) => {
      h.notes = { repaired: { maps: 0, sets: 0, left: 0 } };
      const clients = h.cell('Array');
      h.module().variable('clients', clients);
      let count = 0;
      return () =>
        times(20, () => {
          clients.index(count++, h.cell('Client', 900));
          times(3, () => h.root.internal(h.cell('ArrayBuffer', 160)));
        });
    });
    expect(others).toEqual([]);
    expect(suspect).toMatchObject({ kind: 'array', entryClass: 'Client' });
    expect(suspect!.evidence.join()).toMatch(/together with it: native code gains 60 Buffers per interval/);
  });
});
