// many functions become hot in different rounds: feedback vectors, optimized code, inline caches grow slowly
const fns = [];
for (let k = 0; k < 400; k++)
  fns.push(
    new Function('o', 'let s=0; for (let j=0;j<60;j++) s+= (o.a' + (k % 40) + '||' + k + ')*j%7; return s;'),
  );
const objs = [];
for (let k = 0; k < 40; k++) {
  const o = {};
  for (let z = 0; z <= k; z++) o['a' + z] = z;
  objs.push(o);
}
let acc = 0;
export async function setup() {}
export async function operation(i) {
  const hi = Math.min(fns.length, 20 + i * 2);
  for (let k = 0; k < hi; k++) acc += fns[k](objs[(i + k) % 40]);
}
export async function teardown() {
  if (acc === Infinity) console.log(acc);
}
