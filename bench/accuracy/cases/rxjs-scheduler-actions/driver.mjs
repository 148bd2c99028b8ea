import { asapScheduler, observeOn, Subject } from 'rxjs';

let s, sub;
let n = 0;
export async function setup() {
  s = new Subject();
  sub = s.pipe(observeOn(asapScheduler)).subscribe((v) => {
    n += v.i;
  });
}
export async function operation(i) {
  for (let k = 0; k < 5; k++) s.next({ i, k });
  await new Promise((r) => setImmediate(r));
}
export async function teardown() {
  sub.unsubscribe();
  return n;
}
