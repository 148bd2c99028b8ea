// every document gets a store and a view whose reactions nobody disposes; the last ones stay open in an LRU
import { makeAutoObservable, reaction } from 'mobx';
import QuickLRU from 'quick-lru';

class Doc {
  lines = [];
  title;
  constructor(title) {
    this.title = title;
    makeAutoObservable(this);
  }
  get words() {
    return this.lines.reduce((n, l) => n + l.split(' ').length, 0);
  }
  add(line) {
    this.lines.push(line);
  }
}
const open = new QuickLRU({ maxSize: 100 });
function openDoc(id) {
  const doc = new Doc('document ' + id);
  const view = { doc, header: '', redraws: 0 };
  reaction(
    () => `${doc.title} (${doc.words} words)`,
    (h) => {
      view.header = h;
      view.redraws++;
    },
  );
  open.set('doc-' + id, view);
  return view;
}
export async function setup() {}
export async function operation(i) {
  const view = openDoc(i);
  view.doc.add('first line of ' + i);
  view.doc.add('second line');
  await null;
  open.get('doc-' + (i - 5))?.doc.add('a late line by ' + i);
}
export async function teardown() {
  open.clear();
}
