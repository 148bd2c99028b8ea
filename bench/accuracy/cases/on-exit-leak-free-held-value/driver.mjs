// FinalizationRegistry misuse: the exit callback closes over the object it is registered for, so held value -> target and neither is ever collected
import onExit from 'on-exit-leak-free';

class Session {
  constructor(i) {
    this.id = i;
    this.history = 'h'.repeat(10) + i;
    this.buf = new Array(40).fill(i);
  }
  flush() {
    return this.id;
  }
}
const flushIt = (obj) => obj.flush();
const closeOver = (s) => () => s.flush(); // separate scopes: V8 closures of one function share a context
export async function setup() {}
export async function operation(i) {
  const s = new Session(i);
  onExit.register(s, process.env.VARIANT === 'fixed' ? flushIt : closeOver(s));
}
export async function teardown() {}
