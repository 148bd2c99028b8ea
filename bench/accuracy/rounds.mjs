// Runs the driver of the working directory: WARMUP operations, then five rounds of ITER operations. After each round
// what is garbage is collected; after all but the first a heap snapshot is written to the folder SNAPS, in Bun by
// capture-bun.mjs from outside.
import { existsSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { writeHeapSnapshot } from 'node:v8';

const rounds = 5;
const defaultSettleMs = 25;
const { ITER, WARMUP, SNAPS } = process.env;
const driver = await import(pathToFileURL('driver.mjs'));

// Some drivers provoke warnings on purpose; printing them would allocate.
process.removeAllListeners('warning');
process.on('warning', () => {});

let operations = 0;
await driver.setup();
await operate(Number(WARMUP));
await settle();
for (let round = 0; round < rounds; round++) {
  await operate(Number(ITER));
  await settle();
  if (round > 0) await capture(`${SNAPS}r${round}.heapsnapshot`);
}
// What a driver leaves open, a socket or a timer, no longer matters.
process.exit(0);

async function operate(count) {
  for (let done = 0; done < count; done++) await driver.operation(operations++);
}

/** Several collections with pauses between: finalizers and callbacks that one sets off release more for the next. */
async function settle() {
  for (let collection = 0; collection < 4; collection++) {
    await new Promise((resolve) => setTimeout(resolve, driver.settleMs ?? defaultSettleMs));
    if (process.versions.bun) globalThis.Bun.gc(true);
    else globalThis.gc();
  }
}

async function capture(file) {
  if (!process.versions.bun) {
    writeHeapSnapshot(file);
    return;
  }
  writeFileSync(`${file}.wanted`, '');
  while (!existsSync(file)) await new Promise((resolve) => setTimeout(resolve, 20));
}
