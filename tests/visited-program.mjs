// Seven kinds of leaks in one program, or none of them with `--fixed`; beside them a cache that evicts, and what must not run.
import { EventEmitter } from 'node:events';

const fixed = process.argv.includes('--fixed');
const kept = fixed ? 40 : Number.POSITIVE_INFINITY;
const ran = { getters: 0, traps: 0, stacks: 0 };

const byKey = new Map();
const list = [];
const hub = new EventEmitter();
hub.setMaxListeners(0);
const dictionary = {};

class Client {
  #diagnostics = new Map();
  publish(n) {
    this.#diagnostics.set(n, { n, message: `m${n}` });
    if (this.#diagnostics.size > kept) this.#diagnostics.delete(this.#diagnostics.keys().next().value);
  }
}
const client = new Client();

function makeLog() {
  let text = '';
  const entries = [];
  return (n) => {
    text = `${text}line ${n} ${'x'.repeat(60)}\n`.slice(fixed ? -4_000 : 0);
    entries.push({ n });
    if (entries.length > kept) entries.shift();
    return text.length;
  };
}
const log = makeLog();

const recent = new Map();
const trapped = new Proxy(
  {},
  {
    get: () => count('traps'),
    ownKeys: () => count('traps'),
    getOwnPropertyDescriptor: () => count('traps'),
    getPrototypeOf: () => count('traps'),
  },
);
function count(what) {
  ran[what] += 1;
}
const state = {
  everything: globalThis,
  trapped,
  failed: new Error('kept'),
  get secret() {
    return count('getters');
  },
};
Error.prepareStackTrace = () => count('stacks');

function turn(n) {
  const key = `k${n}`;
  byKey.set(key, { n });
  list.push({ n, state });
  const listener = () => n;
  hub.on('message', listener);
  dictionary[key] = { n };
  client.publish(n);
  log(n);
  recent.set(key, { n, note: 'y'.repeat(200) });
  if (recent.size > 60) recent.delete(recent.keys().next().value);
  if (byKey.size > kept) byKey.delete(byKey.keys().next().value);
  if (list.length > kept) list.shift();
  if (fixed) hub.off('message', listener);
  if (n > kept) delete dictionary[`k${n - kept}`];
}

let n = 0;
globalThis.turns = 0;
for (; n < 300; n += 1) turn(n);
setInterval(() => {
  for (let i = 0; i < 5; i += 1) {
    n += 1;
    turn(n);
  }
  globalThis.turns = n;
}, 10);
process.stdout.write('ready\n');
setInterval(() => process.stdout.write(`ran ${JSON.stringify(ran)}\n`), 200);
