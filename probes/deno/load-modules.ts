import { ProbeError } from '../probe-error.ts';
import { answerTimeout } from '../transport/answer-timeout.ts';
import type { DevtoolsSession } from '../transport/devtools-session.ts';

/** Whether it is a Deno. It has this name from its first moment on, and to read it loads nothing. */
export async function isDeno(devtools: DevtoolsSession): Promise<boolean> {
  const { result } = await devtools.send(
    'Runtime.evaluate',
    { expression: "typeof Deno === 'object'", returnByValue: true, silent: true },
    answerTimeout,
  );
  return result.value === true;
}

/**
 * Lets a Deno load what it has of Node and what it will be asked for. It loads each part when it is first named, and an
 * inspector interrupts it anywhere: a part that is named while another one loads is a circular dependency, and the
 * program breaks. Between two tasks of its own nothing loads. What is loaded may be named at any time.
 * @throws ProbeError `target-silent` if it computes without a pause
 */
export async function loadModules(devtools: DevtoolsSession): Promise<void> {
  const { exceptionDetails } = await devtools.send(
    'Runtime.evaluate',
    { expression: loadExpression, awaitPromise: true, silent: true },
    answerTimeout,
  );
  if (exceptionDetails === undefined) return;
  throw new ProbeError(
    'protocol-failed',
    `this Deno could not load its modules of Node: ${exceptionDetails.exception?.description ?? exceptionDetails.text}`,
    'report this with the version of Deno',
  );
}

const loadExpression = `Promise.resolve().then(() => {
  for (const name of ['v8', 'perf_hooks', 'timers', 'util', 'inspector']) process.getBuiltinModule(name);
  process.memoryUsage();
  process.getActiveResourcesInfo();
  return typeof setImmediate;
})`;
