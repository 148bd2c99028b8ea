// Leak tests that fail, whose recordings are kept: node leak-tests.mjs FOLDER URL-OF-HEAPTRAIL/TESTING NAME
const [folder, testing, name] = process.argv.slice(2);
const { findLeaks } = await import(testing);

const sessions = new Map();
const listeners = [];
const texts = { log: '' };
let next = 0;
const operations = {
  map: () => sessions.set(next++, { opened: true }),
  closures: () =>
    listeners.push(
      (
        (id) => () =>
          id
      )({ id: next++ }),
    ),
  text: () => {
    texts.log += `line ${next++} of a log that nobody cuts\n`;
  },
};

const { leaks } = await findLeaks(operations[name], { artefacts: folder });
console.log(`${name}: ${leaks.length} leaks`);
process.exit(0);
