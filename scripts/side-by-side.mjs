// Runs scripts of package.json at the same time, and prints what each said once it ends: `side-by-side.mjs lint types`.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { delimiter } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const { scripts } = JSON.parse(readFileSync(`${root}/package.json`, 'utf8'));
// As npm runs them, without an npm for each.
const env = { ...process.env, PATH: `${root}/node_modules/.bin${delimiter}${process.env.PATH}` };

const outcomes = await Promise.all(process.argv.slice(2).map(runScript));
process.exitCode = outcomes.every((code) => code === 0) ? 0 : 1;

/** @param {string} name */
async function runScript(name) {
  const began = performance.now();
  const child = spawn(scripts[name], { cwd: root, env, shell: true, stdio: ['ignore', 'pipe', 'pipe'] });
  const said = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => said.push(text));
  const [code] = await once(child, 'close');
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  console.log(`${name}: ${code === 0 ? 'passed' : 'FAILED'} in ${seconds} s`);
  process.stdout.write(Buffer.concat(said));
  return code;
}
