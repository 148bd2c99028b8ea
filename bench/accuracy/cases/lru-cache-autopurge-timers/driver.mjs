import { LRUCache } from 'lru-cache';

let c;
export async function setup() {
  c = new LRUCache({ max: 50, ttl: 3600_000, ttlAutopurge: true });
}
export async function operation(i) {
  for (let k = 0; k < 10; k++) c.set('session-' + (k % 20), { i, k });
}
export async function teardown() {
  c.clear();
}
