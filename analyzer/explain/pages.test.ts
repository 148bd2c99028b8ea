import { afterAll, describe, expect, it } from 'vitest';
import { everyInterval, moduleScope, suspectsIn } from '../../testing/drawn-growth.ts';
import type { DrawnNode } from '../../testing/drawn-node.ts';
import type { HeapDrawing } from '../../testing/heap-builder.ts';
import { ScratchFolder } from '../../testing/scratch-folder.ts';

const scratch = new ScratchFolder();
afterAll(() => scratch.remove());

const script = 'http://localhost/view.js';
const eachInterval = 20;

/** Natives that scripts know have the number of their wrapper. */
function known(h: HeapDrawing, name: string, size = 16): DrawnNode {
  return h.node('native', name, { id: h.object('wrapper').id, size });
}

/** A window as Chromium draws it: its parts in C++, its document, one element that is shown. */
function windowOf(h: HeapDrawing): { window: DrawnNode; list: DrawnNode } {
  const window = known(h, 'Window / http://localhost');
  const document = known(h, 'HTMLDocument');
  const list = known(h, '<ul id="list">');
  h.root.element(1, h.node('synthetic', '(GC roots)', { size: 0 }).element(0, window));
  window.element(1, document.element(1, list));
  return { window, list };
}

/** A function of the page that closes over data. */
function callback(h: HeapDrawing, name: string): DrawnNode {
  const scope = h.context().variable('data', h.object('Report', { size: 400 }));
  return h.closure(name, scope);
}

/** As an EventTarget keeps what hears of its events. */
function listensTo(h: HeapDrawing, target: DrawnNode): (listener: DrawnNode) => void {
  const list = h.native('blink::HeapVectorBacking<blink::RegisteredEventListener>');
  target.element(5, h.native('blink::EventTargetData').element(1, list));
  return (listener) => {
    const kept = h.native('V8EventListener').element(1, listener);
    list.push(h.native('blink::RegisteredEventListener').element(1, kept));
  };
}

describe('growth in a page is named as its code reads', () => {
  it('if listeners of the window stay', async () => {
    const [suspect, ...others] = await suspectsIn(scratch, (h) => {
      const listen = listensTo(h, windowOf(h).window);
      everyInterval(h, () => {
        for (let n = 0; n < eachInterval; n++) listen(callback(h, 'onResize'));
      });
    });
    expect(others).toEqual([]);
    expect(suspect.kind).toBe('listeners');
    expect(suspect.title).toMatch(/^EventTarget `window` gains 20 listeners per interval/);
  });

  it('if observers of an element stay', async () => {
    const [suspect, ...others] = await suspectsIn(scratch, (h) => {
      const { list } = windowOf(h);
      let next = 10;
      everyInterval(h, () => {
        for (let n = 0; n < eachInterval; n++) {
          const observer = h.object('ResizeObserver').element(1, callback(h, 'onSize'));
          list.element(next++, h.native('blink::ResizeObservation').element(1, observer));
        }
      });
    });
    expect(others).toEqual([]);
    expect(suspect.title).toMatch(/^`<ul id="list">` gains 20 ResizeObserver objects per interval/);
    expect(suspect.remedy[0]).toContain('`observer.disconnect()`');
  });

  it('if timers stay', async () => {
    const [suspect] = await suspectsIn(scratch, (h) => {
      const { window } = windowOf(h);
      let next = 10;
      everyInterval(h, () => {
        for (let n = 0; n < eachInterval; n++) {
          const action = h.native('ScheduledAction').element(1, callback(h, 'tick'));
          window.element(next++, h.native('DOMTimer').element(1, action));
        }
      });
    });
    expect(suspect.title).toMatch(/^the page's timer list gains 20 timers per interval/);
    expect(suspect.remedy.join()).not.toContain('unref');
  });

  it('if elements that were removed are kept', async () => {
    const [suspect, ...others] = await suspectsIn(scratch, (h) => {
      windowOf(h);
      const opened = h.object('Array');
      moduleScope(h, script).variable('opened', opened);
      everyInterval(h, () => {
        for (let n = 0; n < eachInterval; n++) {
          const dialog = known(h, '<div class="dialog">', 200).detach();
          dialog.element(1, h.native('<p>', { size: 80 }));
          opened.push(dialog);
        }
      });
    });
    expect(others).toEqual([]);
    expect(suspect.title).toMatch(/^Array `opened` gains 20 detached elements per interval/);
    expect(suspect.evidence.join('\n')).toContain('a detached tree of 2 elements, <div class="dialog">');
    expect(suspect.remedy.at(-1)).toContain('where it is removed');
  });
});

/** Entries of one kind in the list that the browser keeps of them. */
function entriesPileUp(h: HeapDrawing, kind: string): void {
  const { window } = windowOf(h);
  const list = h.native('blink::HeapVectorBacking<cppgc::internal::BasicMember<blink::PerformanceEntry>>');
  window.element(5, known(h, 'Performance').element(1, list));
  everyInterval(h, () => {
    for (let n = 0; n < eachInterval; n++) list.push(h.native(kind, { size: 256 }));
    // Something is born in each interval.
    h.root.element(900, h.object('Now'));
  });
}

describe('of what the browser keeps in a list with a limit', () => {
  it('nothing is said', async () => {
    expect(await suspectsIn(scratch, (h) => entriesPileUp(h, 'PerformanceEventTiming'))).toEqual([]);
  });

  it('what the script puts there is named: only the script clears it', async () => {
    const [suspect] = await suspectsIn(scratch, (h) => entriesPileUp(h, 'PerformanceMark'));
    expect(suspect?.entryClass).toBe('Performance');
  });
});
