import { expect, it } from 'vitest';
import { insertionSites } from './insertion-sites.ts';

const textAt = (source: string) =>
  insertionSites(source).map(({ line, column }) => source.split('\n')[line]!.slice(column));

it('finds the first statement of each function that puts something somewhere', () => {
  const source = `
const kept = new Map;
class Store {
  add(item) {
    if (item === undefined) {
      return;
    }
    this.items.push(item);
    kept.set(item, 1);
  }
  on(name) {
    this.byName[name] = 1;
  }
}
function log(line) { text += line; }
const link = (node) => { last.next = node; last = node; };
function copy(more) {
  all = [...all, more];
}
function pure(a, b) {
  if (a[0] === b || a.next == b) return a[1];
}
`;
  expect(textAt(source)).toEqual([
    'this.items.push(item);',
    'this.byName[name] = 1;',
    'text += line; }',
    'last.next = node; last = node; };',
    'all = [...all, more];',
  ]);
});

it('finds them in a script of one line', () => {
  expect(textAt('let a=[];function f(x){g(x);a.push(x)}function h(){return 1}')).toEqual([
    'a.push(x)}function h(){return 1}',
  ]);
});
