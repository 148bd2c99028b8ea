import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { drawHeap, type HeapDrawing } from '../../testing/heap-builder.ts';
import { ScratchFolder } from '../../testing/scratch-folder.ts';
import { SnapshotError } from '../parse/snapshot-error.ts';
import { openSource } from '../recording/open-source.ts';
import { listClasses } from './list-classes.ts';
import { listClosures } from './list-closures.ts';
import { listDominators } from './list-dominators.ts';
import { listObjects } from './list-objects.ts';
import { listRetainers } from './list-retainers.ts';
import { listStrings } from './list-strings.ts';
import { type Inventory, openInventory } from './open-inventory.ts';

let room: ScratchFolder;
let files: string[];
let inventory: Inventory;

/** Two captures of a hub with sessions; strings and scopes of each kind that costs. */
function draw(h: HeapDrawing): void {
  const hub = h.object('Hub', { id: 101 });
  h.root.property('hub', hub);
  for (let i = 0; i < 25; i++) hub.push(h.object('Session', { size: 100 }));
  drawStrings(h);
  drawScopes(h);
  h.capture();
  for (let i = 0; i < 3; i++) hub.push(h.object('Session', { size: 200 }));
}

function drawStrings(h: HeapDrawing): void {
  const names = h.object('Names');
  h.root.property('names', names);
  for (let i = 0; i < 4; i++) names.property(`copy${i}`, h.string('the same', { size: 40 }));
  const whole = h.string('a very long response', { size: 5_000, id: 301 });
  names.property('slice', h.node('sliced string', 'a', { size: 32 }).internal('parent', whole));
  const seen = h.string('held by name as well', { size: 6_000 });
  names.property('seen', seen);
  names.property('part', h.node('sliced string', 'h', { size: 32 }).internal('parent', seen));
}

function drawScopes(h: HeapDrawing): void {
  const outer = h.context({ id: 401 });
  outer.variable('big', h.object('Payload', { size: 9_000 }));
  const inner = h.context({ id: 403 }).internal('previous', outer);
  h.root.property('handler', h.closure('handler', inner));
}

beforeAll(() => {
  room = new ScratchFolder();
  files = drawHeap(draw).writeTo(room.path);
  inventory = openInventory(openSource(files), { includeStrings: true });
});

afterAll(() => {
  inventory.close();
  room.remove();
});

describe('classes', () => {
  it('are counted with their sizes, and with what is new since the first capture', () => {
    const session = listClasses(inventory).rows.find(({ name }) => name === 'Session');
    expect(session).toEqual({
      name: 'Session',
      kind: 'object',
      objects: 28,
      bytes: 25 * 100 + 3 * 200,
      retained: 25 * 100 + 3 * 200,
      fresh: 3,
    });
  });

  it('are those of the capture that was asked for', () => {
    const first = openInventory(openSource(files), { capture: 1 });
    expect(listClasses(first).rows.find(({ name }) => name === 'Session')).toMatchObject({
      objects: 25,
      fresh: 0,
    });
    first.close();
    expect(() => openInventory(openSource(files), { capture: 3 })).toThrow('there is no capture 3');
  });
});

describe('objects', () => {
  it('of a class come with their births, the largest first', () => {
    const { rows } = listObjects(inventory, 'session');
    expect(rows.map(({ bytes, born }) => [bytes, born])).toEqual([
      ...Array(3).fill([200, 1]),
      ...Array(25).fill([100, 0]),
    ]);
  });

  it('of a class that is not there are refused, with what is near', () => {
    expect(() => listObjects(inventory, 'Sess')).toThrow('this capture has no class Sess');
  });
});

describe('retainers', () => {
  it('say who holds an object, and how it is reached', () => {
    const { rows, notes } = listRetainers(inventory, '101');
    expect(rows).toMatchObject([{ edge: '.hub', distance: 0 }]);
    expect(notes).toContainEqual(expect.stringContaining('reached as hub'));
  });

  it('of nothing are refused', () => {
    expect(() => listRetainers(inventory, '99999')).toThrow('this capture has no object @99999');
  });
});

it('dominators are an outline: children under their parents, and never more than they', () => {
  const { rows } = listDominators(inventory, 3);
  expect(rows[0]).toMatchObject({ depth: 0, className: '(root)' });
  const hub = rows.findIndex(({ className }) => className === 'Hub');
  expect(rows[hub + 1]).toMatchObject({ depth: 2, className: 'Session', kind: 'alike', objects: 28 });
  for (const [i, { depth, retained }] of rows.entries()) {
    const parent = rows.slice(0, i).findLast((row) => row.depth === depth - 1);
    if (parent !== undefined) expect(retained).toBeLessThanOrEqual(parent.retained);
  }
});

describe('strings', () => {
  it('are listed by size', () => {
    expect(listStrings(inventory, 'largest').rows[0]).toMatchObject({
      bytes: 6_000,
      text: 'held by name as well',
    });
  });

  it('that are there many times waste all but one', () => {
    expect(listStrings(inventory, 'duplicated').rows).toMatchObject([
      { copies: 4, bytes: 160, waste: 120, text: 'the same' },
    ]);
  });

  it('that live for a slice alone are told from those that are held as well', () => {
    expect(listStrings(inventory, 'sliced').rows).toMatchObject([
      { id: 301, copies: 1, waste: 5_000, heldAs: '.slice of Names' },
    ]);
  });

  it('say nothing unless asked', () => {
    const silent = openInventory(openSource(files));
    expect(listStrings(silent, 'largest').rows.every(({ text }) => text === '')).toBe(true);
    silent.close();
  });
});

it('scopes are listed by what they keep, and those that no living function was made in are seen', () => {
  const { rows } = listClosures(inventory);
  expect(rows[0]).toMatchObject({ id: 403, closures: 1, variable: '' });
  expect(rows[1]).toMatchObject({ id: 401, closures: 0, variable: 'big: Payload', variableRetained: 9_000 });
});

describe('a recording with a torn capture', () => {
  const opened = () => ({ ...openSource(files), folder: room.path });
  const torn = () => {
    const text = readFileSync(files[0], 'utf8').replace('"nodes":[9,', '"nodes":[99,');
    const file = room.write(text);
    const captures = opened().captures.map((capture, at) =>
      at === 0 ? { ...capture, file, label: 'capture 1' } : capture,
    );
    return { ...opened(), captures };
  };

  it('is listed without it, and says so', () => {
    const whole = openInventory(torn());
    expect(whole.limits).toEqual([expect.stringMatching(/^capture 1 is not used: node 0 has type 99 of 16/)]);
    expect(whole.source.label).toBe('2.heapsnapshot');
    whole.close();
  });

  it('is refused where captures are named by number, and where the files were named', () => {
    expect(() => openInventory(torn(), { capture: 2 })).toThrow(SnapshotError);
    expect(() => openInventory({ captures: torn().captures, samples: [], limits: [] })).toThrow(
      SnapshotError,
    );
  });
});
