// Grows exactly one part of its memory by 160 MiB when a line comes in, and says before and after what the runtime knows:
// node grower.cjs heap
const v8 = process.versions.bun === undefined ? require('node:v8') : undefined;
const mebi = 2 ** 20;
const size = 160 * mebi;
const keep = [];
globalThis.keep = keep;

function filled(view) {
  new Uint8Array(view.buffer ?? view).fill(1);
  return view;
}

const grow = {
  heap: () => {
    // 16 bytes of header and length, 8 for each number.
    for (let grown = 0; grown < size; grown += 8 * 16_384)
      keep.push(new Array(16_384).fill(keep.length + 0.5));
  },
  'heap of workers': async () => {
    const { Worker } = require('node:worker_threads');
    const code = `globalThis.keep = [];
      for (let i = 0; i < 320; i += 1) keep.push(new Array(16_384).fill(i + 0.5));
      require('node:worker_threads').parentPort.postMessage('grown');
      setInterval(() => {}, 1_000);`;
    const workers = Array.from({ length: 4 }, () => new Worker(code, { eval: true }));
    await Promise.all(workers.map((worker) => new Promise((resolve) => worker.once('message', resolve))));
  },
  'large Buffers': () => {
    for (let grown = 0; grown < size; grown += mebi) keep.push(Buffer.alloc(mebi, 1));
  },
  'small Buffers': () => {
    for (let grown = 0; grown < size; grown += 10_000) keep.push(Buffer.alloc(10_000, 1));
  },
  'growing ArrayBuffers': () => {
    for (let grown = 0; grown < size; grown += 10 * mebi)
      keep.push(filled(new ArrayBuffer(10 * mebi, { maxByteLength: 64 * mebi })));
  },
  'shared ArrayBuffers': () => {
    for (let grown = 0; grown < size; grown += mebi) keep.push(filled(new SharedArrayBuffer(mebi)));
  },
  WebAssembly: () => {
    for (let grown = 0; grown < size; grown += 10 * mebi) {
      const memory = new WebAssembly.Memory({ initial: 16, maximum: 1_000 });
      memory.grow(144);
      filled(memory.buffer);
      keep.push(memory);
    }
  },
  'zlib state': async () => {
    const { createDeflate } = require('node:zlib');
    const streams = Array.from({ length: 620 }, () => createDeflate());
    keep.push(streams);
    await Promise.all(
      streams.map((stream) => new Promise((resolve) => stream.write(Buffer.alloc(100), resolve))),
    );
  },
};

function collect() {
  if (process.versions.bun !== undefined) return Bun.gc(true);
  v8.setFlagsFromString('--expose-gc');
  require('node:vm').runInNewContext('gc')();
}

function tell() {
  collect();
  const { heapTotal, heapUsed, external, arrayBuffers } = process.memoryUsage();
  const physical = v8?.getHeapStatistics().total_physical_size;
  const jsc = process.versions.bun === undefined ? undefined : process.getBuiltinModule('bun:jsc');
  const figures = jsc === undefined ? { heapTotal, heapUsed, external, arrayBuffers } : figuresOfBun(jsc);
  console.log(JSON.stringify({ ...figures, physical }));
}

/** As the ledger asks them. */
function figuresOfBun(jsc) {
  const { heapTotal, external } = process.memoryUsage();
  const all = jsc.heapSize();
  return { heapUsed: all > external ? all - external : heapTotal, heapTotal, external };
}

setInterval(() => {}, 1_000);
setTimeout(tell, 100);
process.stdin.once('data', async () => {
  await grow[process.argv[2]]();
  setTimeout(tell, 200);
});
