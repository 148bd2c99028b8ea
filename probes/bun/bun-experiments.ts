import * as v from 'valibot';
import type { ExperimentSource, Trimmed } from '../connection.ts';
import type { JscSession } from './jsc-session.ts';

const answer = v.object({ by: v.literal('bun:ffi'), took: v.number() });

/** Experiments with a Bun process that cannot harm it: all of it is in Bun already. */
export class BunExperiments implements ExperimentSource {
  readonly #session: JscSession;

  constructor(session: JscSession) {
    this.#session = session;
  }

  async collect(): Promise<void> {
    await this.#session.send('Runtime.evaluate', { expression: 'void Bun.gc(true)', returnByValue: true });
  }

  async trim(): Promise<Trimmed> {
    const { result } = await this.#session.send('Runtime.evaluate', {
      expression: trimExpression,
      returnByValue: true,
    });
    const parsed = v.safeParse(answer, result.value);
    if (parsed.success) return parsed.output;
    return { refused: `the process could not give back memory: ${result.description ?? 'no answer'}` };
  }
}

/** JavaScriptCore and mimalloc give back what they can; glibc, which addons use, gives back its own. */
const trimExpression = `(() => {
  const start = performance.now();
  Bun.shrink?.();
  const { dlopen } = process.getBuiltinModule('bun:ffi');
  const library = dlopen('libc.so.6', { malloc_trim: { args: ['u64'], returns: 'i32' } });
  try {
    library.symbols.malloc_trim(0);
  } finally {
    library.close();
  }
  return { by: 'bun:ffi', took: performance.now() - start };
})()`;
