const CAP = 5000;
const ring = new Array(CAP);
let head = 0;
export async function setup() {}
export async function operation(i) {
  for (let k = 0; k < 20; k++) {
    ring[head % CAP] = { ts: i * 20 + k, level: 'info', msg: 'event number ' + (i * 20 + k) };
    head++;
  }
}
export async function teardown() {}
