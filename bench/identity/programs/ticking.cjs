// Each entry is one object: kept for good, or with `replace` in the place of the one of the tick before.
class Entry {
  constructor(n) {
    this.n = n;
  }
}
const replaces = process.argv[2] === 'replace';
const kept = new Array(1e6);
let length = 0;
globalThis.ticks = 0;
setInterval(() => {
  globalThis.ticks += 1;
  for (let n = 0; n < 500; n++) kept[replaces ? n : length++] = new Entry(n);
}, 250);
