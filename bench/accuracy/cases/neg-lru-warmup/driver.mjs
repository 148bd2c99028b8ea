import { LRUCache } from 'lru-cache';

let c;
export async function setup() {
  c = new LRUCache({ max: 4000 });
}
export async function operation(i) {
  for (let k = 0; k < 10; k++) c.set('k' + (i * 10 + k), { id: i, text: 'v'.repeat(20) + i + ':' + k });
}
export async function teardown() {
  c.clear();
}
