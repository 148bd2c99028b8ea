// One assertion by one tool on a small operation that leaks nothing; prints how long it took, and the verdict.
const [tool] = process.argv.slice(2);

const sessions = new Map();
let next = 0;
function openAndClose() {
  const id = next++;
  sessions.set(id, { id, opened: true });
  sessions.delete(id);
}

const tools = {
  async heaptrail() {
    const { findLeaks } = await import('../../dist/testing/index.js');
    return async () => (await findLeaks(openAndClose, { artefacts: false })).leaks.length === 0;
  },
  /** It asks whether one value is collected, which is less than what the others ask. */
  async 'jest-leak-detector'() {
    const { default: module } = await import('jest-leak-detector');
    const LeakDetector = module.default ?? module;
    return async () => {
      let value = { id: next++ };
      const detector = new LeakDetector(value);
      value = null;
      return !(await detector.isLeaking());
    };
  },
  async leakage() {
    const { default: leakage } = await import('leakage');
    return async () => {
      await leakage.iterate(openAndClose);
      return true;
    };
  },
};

const assertion = await tools[tool]();
const start = performance.now();
const passed = await assertion();
console.log(`@@${JSON.stringify({ passed, duration: performance.now() - start })}`);
process.exit(0);
