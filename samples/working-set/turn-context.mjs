const filesPerStep = 3;
const linesPerFile = 200;

/** Everything one turn looks at: it grows by some files at each step, and is dropped as a whole at the turn's end. */
export class TurnContext {
  files = new Map();

  readMore(step) {
    for (let i = 0; i < filesPerStep; i += 1) {
      const path = `src/package-${step}/file-${i}.ts`;
      const lines = Array.from({ length: linesPerFile }, (_, number) => ({
        number,
        text: `${path}:${number} return compute(${step}, ${i});`,
      }));
      this.files.set(path, { path, lines });
    }
  }

  prompt() {
    return JSON.stringify([...this.files.values()].map(({ path, lines }) => ({ path, lines: lines.length })));
  }
}
