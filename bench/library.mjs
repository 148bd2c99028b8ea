// The command and the library over the same snapshots, in turns: npm run bench -- library --sizes 25,1000 --rounds 5
import { cpus, loadavg } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { analyzeCommand } from './engines.mjs';
import { heaps, snapshotOf } from './heaps.mjs';
import { runEngine } from './run-engine.mjs';
import { printTable } from './table.mjs';

const { values } = parseArgs({
  args: process.argv.slice(3),
  options: {
    sizes: { type: 'string', default: '25,1000' },
    rounds: { type: 'string', default: '5' },
    timeout: { type: 'string', default: '1800' },
  },
});
const program = fileURLToPath(new URL('engines/library.mjs', import.meta.url));

console.log(
  `${cpus().length} x ${cpus()[0].model}, Node ${process.version}, load ${loadavg()[0].toFixed(1)}`,
);
for (const heap of heaps.filter(({ name }) => values.sizes.split(',').includes(name))) {
  const { file, size } = snapshotOf(heap);
  const pair = [
    ['command', analyzeCommand([file])],
    ['library', [process.execPath, program, file]],
  ];
  const runs = new Map(pair.map(([name]) => [name, []]));
  for (let round = 0; round < Number(values.rounds); round++) {
    // Who comes first changes: what one leaves in the page cache helps the other.
    for (const [name, command] of round % 2 === 0 ? pair : pair.toReversed()) {
      const run = await runEngine(command, Number(values.timeout));
      // Exit codes 1 and 3 are verdicts.
      if (/^exit [13]/.test(run.failure)) run.failure = undefined;
      runs.get(name).push(run);
      console.error(
        `${heap.name} ${name}: CPU ${run.cpu.toFixed(2)} s, peak ${Math.round(run.peak / 2 ** 20)} MiB`,
      );
    }
  }
  printTable(`${heap.name}: ${Math.round(size / 1e6)} MB, ${values.rounds} pairs`, runs, size);
}
