import { Writable } from 'node:stream';
import pino from 'pino';

const fixed = process.env.VARIANT === 'fixed';

// A child's level is not changed by root.level = ..., so the children are remembered, weakly.
class LevelSwitch {
  trackedChildren = new Set();
  #gone = new FinalizationRegistry((ref) => this.trackedChildren.delete(ref));
  track(logger) {
    const ref = new WeakRef(logger);
    this.trackedChildren.add(ref);
    if (fixed) this.#gone.register(logger, ref);
    return logger;
  }
  set(level) {
    for (const ref of this.trackedChildren) {
      const logger = ref.deref();
      if (logger) logger.level = level;
    }
  }
}

let root, levels;
export async function setup() {
  root = pino({ level: 'info' }, new Writable({ write: (_c, _e, cb) => cb() }));
  levels = new LevelSwitch();
}
export async function operation(i) {
  const req = levels.track(root.child({ reqId: 'req-' + i }));
  for (const module of ['auth', 'db', 'cache', 'billing', 'render']) {
    levels.track(req.child({ module })).info({ i }, module + ' done');
  }
  await new Promise(setImmediate);
}
export async function teardown() {
  levels.set('silent');
}
