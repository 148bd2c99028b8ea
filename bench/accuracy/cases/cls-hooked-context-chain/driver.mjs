// a self-rescheduling agent loop: each turn runs in ns.run() started from inside the previous turn's context
import { AsyncLocalStorage } from 'node:async_hooks';
import cls from 'cls-hooked';

const fixed = process.env.VARIANT === 'fixed';
const ns = cls.createNamespace('agent');
const als = new AsyncLocalStorage();
let waiters = [],
  stop = false,
  ka;
function turn(n) {
  const body = () => {
    if (fixed) als.getStore().set('turn', { n, transcript: 't'.repeat(20) + n });
    else ns.set('turn', { n, transcript: 't'.repeat(20) + n });
    waiters.shift()?.();
    if (stop) return;
    const wait = () => {
      if (waiters.length) turn(n + 1);
      else setImmediate(wait);
    };
    setImmediate(wait);
  };
  fixed ? als.run(new Map(), body) : ns.run(body);
}
export async function setup() {
  ka = setInterval(() => {}, 1000);
  await new Promise((r) => {
    waiters.push(r);
    turn(0);
  });
}
export async function operation(_i) {
  await new Promise((r) => waiters.push(r));
}
export async function teardown() {
  stop = true;
  clearInterval(ka);
}
