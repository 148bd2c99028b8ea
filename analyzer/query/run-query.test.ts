import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { UserError } from '../../format/user-error.ts';
import { drawHeap } from '../../testing/heap-builder.ts';
import { ScratchFolder } from '../../testing/scratch-folder.ts';
import { type Inventory, openInventory } from '../inventory/open-inventory.ts';
import { openSource } from '../recording/open-source.ts';
import { runQuery } from './run-query.ts';

const scratch = new ScratchFolder();
let inventory: Inventory;
let withStrings: Inventory;
beforeAll(() => {
  const heap = drawHeap((h) => {
    const boolean = (word: string) => h.node('hidden', 'system / Oddball').edge('hidden', 0, h.string(word));
    const oddballs = { true: boolean('true'), false: boolean('false'), null: boolean('null') };
    const number = (text: string) =>
      h.node('number', 'heap number').internal('value', h.string(text, { size: 0 }));
    const integer = (text: string) =>
      h.node('number', 'smi number', { size: 0 }).internal('value', h.string(text, { size: 0 }));
    const hub = h.object('Hub', { id: 101 });
    h.root.property('hub', hub);
    const plan = h.object('Plan', { size: 500 }).property('name', h.string('gold'));
    hub.property('plan', plan);
    for (let n = 0; n < 4; n++) {
      if (n === 3) h.capture();
      const session = h.object('Session', { id: n === 3 ? 901 : 201 + 2 * n, size: 100 });
      session.property('open', n < 2 ? oddballs.true : oddballs.false).property('n', integer(String(n)));
      session.property('score', number(`${n}.5`)).property('#secret', integer('9'));
      session.property(
        'owner',
        n === 1 ? oddballs.null : h.object('Owner').property('name', h.string(`o${n}`)),
      );
      session.property('plan', plan).property('id', integer('77'));
      hub.push(session);
    }
    const rope = () => h.node('concatenated string', '(concatenated string)');
    hub.property('sub', h.object('SubSession', { id: 301 }).property('a', rope()).property('b', rope()));
  });
  const files = heap.writeTo(scratch.path);
  inventory = openInventory(openSource(files));
  withStrings = openInventory(openSource(files), { includeStrings: true });
});
afterAll(() => {
  inventory.close();
  withStrings.close();
  scratch.remove();
});

const idsIn = (heap: Inventory, query: string) => runQuery(heap, query).rows.map(({ id }) => id);
const ids = (query: string) => idsIn(inventory, query);

describe('objects', () => {
  it.each([
    ['Session where open', [201, 203]],
    ['Session where open == false', [205, 901]],
    ['Session where !open && n > 2', [901]],
    ['Session where (n == 0) || (score >= 3.5)', [201, 901]],
    ['Session where owner == null', [203]],
    ['Session where missing == undefined', []],
    ["Session where field('#secret') == 9 && id == 203", [203]],
    ['Session where this.id == 77 && born == 1', [901]],
    ['Session where age == 2', [201, 203, 205]],
    ['Session where plan == this.plan', [201, 203, 205, 901]],
    ['Session where n % 2 == 1', [203, 901]],
    ['Session where length(owner.name) == 2', [201, 205, 901]],
    ['Session where n == "1"', []],
    ['Session where owner.name == owner.name && owner != null', [201, 205, 901]],
    ['Session where owner.name == this.plan.name', []],
    ['SubSession where a == b', []],
    ['SubSession where a == a', [301]],
    ['Session where n == "o2" || has(owner.name)', [201, 205, 901]],
    ['*Session where className == "SubSession"', [301]],
    ['SubSession, Hub where id > 200', [301]],
    ['"Hub"', [101]],
  ])('of `%s`', (query, expected) => {
    if (query.includes('missing')) return expect(() => ids(query)).toThrow('has a field missing');
    return expect(ids(query).toSorted()).toEqual(expected);
  });

  it('come in the order that was asked for, as many as were asked for', () => {
    expect(ids('Session order by score top 2')).toEqual([901, 205]);
    expect(ids('Session order by n asc top 2')).toEqual([201, 203]);
  });

  it('have more columns if these were asked for', () => {
    const [row] = runQuery(
      inventory,
      'Session where n == 3 select score * 2 as twice, owner.name, shared',
    ).rows;
    expect(row).toEqual({
      id: 901,
      self: 100,
      retained: 100 + 16 + 16 + 16,
      className: 'Session',
      twice: 7,
      'owner.name': '2 characters',
      shared: 516,
    });
  });
});

describe('what strings say', () => {
  it.each([
    ['Session where owner.name == "o2"', [205]],
    ['Session where "o2" != owner.name', [201, 203, 901]],
    ["Session where contains(owner.name, '3')", [901]],
    ["Session where startsWith('o3 and more', owner.name)", [901]],
    ['Session where owner.name > "o1"', [205, 901]],
    ['Session order by owner.name', [901, 205, 201, 203]],
    ['Session where className == (true ? owner.name : 1)', []],
    ['Session where n == 3 && owner.name == "o3"', [901]],
  ])('is told by `%s` only if it may be shown', (query, expected) => {
    expect(idsIn(withStrings, query)).toEqual(expected);
    expect(() => ids(query)).toThrow('tell what strings say, which may be secret');
  });

  it('is told by no figure of a group, and by no error', () => {
    expect(() => runQuery(inventory, 'Session select count(owner.name == "o2")')).toThrow('may be secret');
    // Of both, the one is the contents of a string, and the other is nowhere in the heap.
    for (const guess of ['gold', 'silver'])
      expect(() => ids(`Session where ${guess} == 1`)).toThrow(`has a field ${guess}`);
  });
});

describe('groups', () => {
  it('have figures of their objects, and count what they retain once', () => {
    const { rows, objects, retained } = runQuery(
      inventory,
      'Session group by open select sum(n), max(score) as best, count(owner == null) order by objects',
    );
    expect(objects).toBe(4);
    expect(rows).toEqual([
      { open: true, objects: 2, self: 200, retained: 296, 'sum(n)': 1, best: 1.5, 'count(owner == null)': 1 },
      {
        open: false,
        objects: 2,
        self: 200,
        retained: 296,
        'sum(n)': 5,
        best: 3.5,
        'count(owner == null)': 0,
      },
    ]);
    expect(retained).toBe(592);
  });

  it('are one for all objects if nothing divides them', () => {
    expect(runQuery(inventory, 'Session select count() as all').rows).toMatchObject([
      { group: 'all', all: 4 },
    ]);
  });

  it('are told by what holds them', () => {
    expect(runQuery(inventory, 'Session group by holder').rows).toMatchObject([{ holder: '[] of Hub' }]);
  });
});

describe('what is wrong', () => {
  it.each([
    ['Sesion where open', 1, 'no object is of class Sesion', 'Session'],
    ['Session where opn', 15, 'has a field opn', 'open'],
    ['Session where owner.nme == 1', 21, 'has a field nme', 'lists the fields'],
    ['Session where opened(n)', 15, 'no function opened', 'there are'],
    ['Session where open and n', 20, 'no clause begins here', '&&'],
    ['Session where open = false', 15, 'changes nothing', '=='],
    ['Session where n ==', 19, 'no expression', 'JavaScript'],
    ['Session where class == "x"', 15, 'a word of JavaScript', 'className'],
    ['Session where n.toString()', 15, 'methods cannot be called', 'function'],
    ['Session where new Date()', 15, 'cannot do this', 'fields'],
    ['Session where import("x")', 15, 'cannot do this', 'fields'],
    ['Session where `n`', 15, 'cannot do this', 'fields'],
    ['Session where /x/', 15, 'cannot do this', 'fields'],
    ['Session where (() => 1)()', 15, 'methods cannot be called', 'function'],
    ['Session where owner[n]', 21, 'only a number or a text', '[0]'],
    ['Session where contains(n)', 15, 'contains takes 2', '--help'],
    ['Session top none', 13, 'a whole number', 'top 10'],
    ['Session where n where n', 17, 'two clauses', '&&'],
    ['Session group by open select n', 30, 'no single value', 'sum(…)'],
    ['Session group by open order by n', 32, 'one of their columns', 'objects'],
  ])('with `%s` is told with its column', (query, column, fault, help) => {
    let error: UserError | undefined;
    try {
      runQuery(inventory, query);
    } catch (thrown) {
      error = thrown as UserError;
    }
    expect(error?.code).toBe('usage');
    expect(error?.message).toContain(`in column ${column},`);
    expect(error?.message).toContain(fault);
    expect(error?.next).toContain(help);
  });

  it('is that strings name groups that were not to be shown', () => {
    expect(() => runQuery(inventory, 'Owner group by name')).toThrow('which may be secret');
  });

  it('is a query that is too long to be read', () => {
    expect(() => runQuery(inventory, `Session where ${'('.repeat(3_000)}`)).toThrow('longer than 2000');
  });

  it('is not that a name is one of every object', () => {
    expect(() => runQuery(inventory, 'Session where constructor == 1')).toThrow('has a field constructor');
    expect(() => runQuery(inventory, 'Session where hasOwnProperty(n)')).toThrow(
      'no function hasOwnProperty',
    );
  });
});
