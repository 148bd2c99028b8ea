// The programs of this bench: a lock file, a runtime, a driver, and what it takes to be recorded.
import { nodeBinary } from '../../scripts/fetch-node.mjs';

const node = (major) => () => nodeBinary(major);
/** A program compiled with Bun opens its inspector only if it is asked to when it starts. */
const bun = { inspectorEnv: { BUN_INSPECT: 'ws://127.0.0.1:0/bench-of-agents' } };

/**
 * `warmSeconds`: how long it is driven before the first capture. `everySeconds`: between two captures.
 * `pauseMilliseconds`: between two sessions or turns. `lock`: the folder in locks/, if it is not the name; null if the
 * project has the program. `modelless`: it asks no model.
 */
const usual = { warmSeconds: 25, everySeconds: 15, pauseMilliseconds: 150 };
const tool = { ...usual, modelless: true };

export const programs = [
  { ...tool, name: 'vite', driver: 'vite', runtime: node(24) },
  { ...tool, name: 'node-red', driver: 'node-red', runtime: node(24) },
  { ...usual, name: 'gemini', driver: 'gemini', runtime: node(24) },
  { ...usual, name: 'claude-code-node', driver: 'claude-code', runtime: node(22) },
  { ...usual, name: 'qwen', driver: 'qwen', runtime: node(24) },
  { ...tool, name: 'next', driver: 'next', runtime: node(24) },
  { ...tool, name: 'verdaccio', driver: 'verdaccio', runtime: node(24) },
  { ...tool, name: 'tsserver', driver: 'tsserver', runtime: node(24), lock: null },
  { ...usual, ...bun, name: 'claude-code-bun', driver: 'claude-code' },
  { ...usual, ...bun, name: 'opencode-1.1', driver: 'opencode' },
  { ...usual, ...bun, name: 'opencode-1.18', driver: 'opencode' },
  { ...usual, name: 'openclaw', driver: 'openclaw', runtime: node(24) },
];

export const modes = ['ended', 'open'];

export function programNamed(name) {
  const found = programs.find((program) => program.name === name);
  if (found === undefined) {
    throw new Error(`no such program: ${name}. There are ${programs.map((one) => one.name).join(', ')}.`);
  }
  return found;
}
