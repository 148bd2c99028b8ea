/**
 * What every agent has besides its leak: JSON work and a small cache that is full after the first turns
 * and then replaces its oldest results forever. A report must be silent about it.
 */
const limit = 32;
const readsPerTurn = 4;
const filesInProject = 100;

export class ToolCache {
  #results = new Map();

  read(path) {
    const known = this.#results.get(path);
    this.#results.delete(path);
    const result = known ?? parseToolResult(path);
    this.#results.set(path, result);
    if (this.#results.size > limit) {
      this.#results.delete(this.#results.keys().next().value);
    }
    return result;
  }

  /** What one turn reads, always the same amount: the cache turns over once in eight turns. */
  readForTurn(turn) {
    for (let read = 0; read < readsPerTurn; read += 1) {
      this.read(`src/module-${(turn * readsPerTurn + read) % filesInProject}.ts`);
    }
  }
}

function parseToolResult(path) {
  const lines = Array.from({ length: 20 }, (_, line) => ({
    line,
    text: `${path}:${line} export const value`,
  }));
  return JSON.parse(JSON.stringify({ tool: 'read', path, lines }));
}
