// Makes the recordings that `npm run bench -- identity` compares builds by, once; what is there is left as it is:
//   npm run bench -- identity-recordings --recordings DIR [--only WORD,WORD] [--at-once 3] [--list]
// --only takes parts of names: `corpus/`, `samples/`, `chat-run`. Programs are copied into DIR: reports read sources.
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { isBuilt } from '../engines.mjs';
import { recordersOfCorpora } from './record-corpora.mjs';
import { recordersOfHeaps } from './record-heaps.mjs';
import { recordersOfPrograms } from './record-programs.mjs';
import { recordersOfSamples } from './record-samples.mjs';

const { values } = parseArgs({
  args: process.argv.slice(2).filter((word) => word !== 'identity-recordings'),
  options: {
    recordings: { type: 'string' },
    only: { type: 'string', default: '' },
    'at-once': { type: 'string', default: '3' },
    list: { type: 'boolean', default: false },
  },
});
if (values.recordings === undefined) throw new Error('name the folder to keep them in: --recordings DIR');
if (!isBuilt()) throw new Error('dist/ is not there: run npm run build first');

const root = resolve(values.recordings);
const only = values.only.split(',').filter((word) => word !== '');
const recorders = [
  ...recordersOfCorpora(root),
  ...recordersOfSamples(root),
  ...recordersOfPrograms(root),
  ...recordersOfHeaps(root),
].filter(({ name }) => only.length === 0 || only.some((word) => name.includes(word)));
const waiting = recorders.filter(({ name }) => !existsSync(join(root, name)));
console.log(`${recorders.length} recordings, ${waiting.length} to make`);
if (values.list) for (const { name } of recorders) console.log(name);
else await Promise.all(Array.from({ length: Number(values['at-once']) }, makeNext));

async function makeNext() {
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) await makeOne(next);
}

/** Under another name until it is whole: what was interrupted is made again. */
async function makeOne({ name, make }) {
  const target = join(root, name);
  const part = join(dirname(target), `.part-${basename(target)}`);
  rmSync(part, { recursive: true, force: true });
  mkdirSync(dirname(target), { recursive: true });
  try {
    await make(part);
    renameSync(part, target);
    console.log(name);
  } catch (error) {
    process.exitCode = 1;
    rmSync(part, { recursive: true, force: true });
    console.error(`${name} is not made: ${error.message}`);
  }
}
