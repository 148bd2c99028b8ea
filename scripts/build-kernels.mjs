// Compiles analyzer/kernels (AssemblyScript) to WebAssembly and writes it into analyzer/kernels/wasm.ts, as text, so
// that it needs no file of its own wherever the analyzer is bundled to.
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import asc from 'assemblyscript/asc';

const folder = fileURLToPath(new URL('../analyzer/kernels', import.meta.url));
const output = `${folder}/wasm.ts`;
const always = [
  '-O3',
  '--runtime',
  'stub',
  '--noAssert',
  '--importMemory',
  '--noExportMemory',
  '--enable',
  'simd',
];
/** The kernels of a graph work in a memory that threads share, of any size. */
const shared = ['--enable', 'threads', '--sharedMemory', '--maximumMemory', '65536'];

/** Does nothing if the output is newer than all that it is made of. */
export async function buildKernels() {
  if (isFresh()) return;
  const parse = await compile('parse.ts', ['--initialMemory', '1']);
  const graph = await compile('graph.ts', ['--initialMemory', '0', ...shared]);
  const line = (name, bytes) => `export const ${name} =\n  '${Buffer.from(bytes).toString('base64')}';\n`;
  writeFileSync(
    output,
    `// Made by scripts/build-kernels.mjs from the files beside it.\n${line('parseWasm', parse)}${line('graphWasm', graph)}`,
  );
}

/** For vitest, which needs them before the first import. */
export const setup = buildKernels;

function isFresh() {
  if (!existsSync(output)) return false;
  const sources = readdirSync(folder).filter((name) => name.endsWith('.ts') && name !== 'wasm.ts');
  const changed = [...sources.map((name) => `${folder}/${name}`), fileURLToPath(import.meta.url)];
  return changed.every((file) => statSync(file).mtimeMs <= statSync(output).mtimeMs);
}

async function compile(entry, options) {
  let binary;
  const args = [entry, '--baseDir', folder, ...always, ...options, '--outFile', 'out.wasm'];
  const { error, stderr } = await asc.main(args, {
    readFile: (name, base) => readText(resolve(base, name)),
    writeFile: (_, contents) => {
      binary = contents;
    },
    listFiles: () => [],
  });
  if (error) throw new Error(`${error.message}\n${stderr}`);
  return binary;
}

function readText(file) {
  return existsSync(file) ? readFileSync(file, 'utf8') : null;
}
