// a server that makes one debug() logger per session/connection (as socket.io, express middleware etc. did)
import createDebug from 'debug';

let n = 0;
export async function setup() {}
export async function operation(i) {
  const log = createDebug('app:session:' + i);
  log('hello %d', i);
  n += log.enabled ? 1 : 0;
  const sub = log.extend('io');
  sub('x');
}
export async function teardown() {
  return n;
}
