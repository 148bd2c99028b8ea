// One leak test of the driver in the working directory, in a process of its own; prints the outcome as JSON.
import { pathToFileURL } from 'node:url';
import { findLeaks } from '../../dist/testing/index.js';

const driver = await import(pathToFileURL('driver.mjs'));

// Some drivers provoke warnings on purpose.
process.removeAllListeners('warning');
process.on('warning', () => {});

await driver.setup();
const { leaks, duration, operations, report, perOperation } = await findLeaks(driver.operation, {
  name: process.cwd(),
  artefacts: false,
  timeout: 240_000,
});
console.log(
  `\n@@${JSON.stringify({ leaks: leaks.map(({ title, path }) => ({ title, path })), duration, operations, captured: report !== undefined, perOperation })}`,
);
// What a driver leaves open, a socket or a timer, no longer matters.
process.exit(0);
