let live;
export async function setup() {}
export async function operation(i) {
  live = Array.from({ length: 3000 }, (_, k) => ({ k, s: 'turn' + i + ':' + k, m: new Map([[k, i]]) }));
  await null;
  const n = live.reduce((a, b) => a + b.m.get(b.k), 0);
  live = null;
  return n;
}
export async function teardown() {}
