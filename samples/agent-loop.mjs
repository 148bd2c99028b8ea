import { parseArgs } from 'node:util';

/**
 * The life that all samples share: options, pace, the count of operations, the ready line and the end.
 * What a sample leaks is written in its own folder; nothing in here grows.
 */

/**
 * The options every sample understands: `--fixed`, `--pace MS`, `--for SECONDS`; `--crash` where a sample has one.
 * @param {{ pace?: number }} defaults
 */
export function agentOptions({ pace = 30 } = {}) {
  const { values } = parseArgs({
    options: {
      fixed: { type: 'boolean', default: false },
      crash: { type: 'boolean', default: false },
      pace: { type: 'string', default: String(pace) },
      for: { type: 'string', default: '600' },
    },
  });
  return {
    fixed: values.fixed,
    crash: values.crash,
    pace: positive('pace', values.pace),
    lifetime: positive('for', values.for) * 1000,
  };
}

function positive(option, text) {
  const number = Number(text);
  if (!(number > 0)) throw new Error(`--${option} wants a number above 0, not ${text}`);
  return number;
}

/**
 * Runs `operation(number)` without rest until warm, says `ready PID`, then runs it at the pace of the options
 * until the lifetime is over or SIGTERM or SIGINT comes; then calls `close` and ends the process.
 * Operations never overlap. `globalThis.agent.operations` counts the completed ones, for a probe to read.
 */
export function runAgent({ options, operation, close = () => {}, warmUp = 200 }) {
  const agent = { operations: 0 };
  globalThis.agent = agent;
  let ending = false;
  let timer;
  let current = Promise.resolve();

  async function step() {
    await operation(agent.operations);
    agent.operations += 1;
    if (agent.operations === warmUp) console.log(`ready ${process.pid}`);
    if (!ending) schedule();
  }

  function schedule() {
    // A plain timer per operation: `timers/promises` with a signal would leave traces of its own in the heap.
    timer = setTimeout(
      () => {
        current = step();
      },
      agent.operations < warmUp ? 0 : options.pace,
    );
  }

  async function end() {
    if (ending) return;
    ending = true;
    clearTimeout(timer);
    await current;
    await close();
    process.exit(0);
  }

  setTimeout(end, options.lifetime);
  process.on('SIGTERM', end);
  process.on('SIGINT', end);
  schedule();
}
