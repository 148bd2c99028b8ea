#!/usr/bin/env node
/**
 * Starts a leaking sample as a real process, attaches heaptrail to it and compares the report with what the sample
 * expects. Exit code 0 if the report is right, 1 if it is not, 2 if nothing could run.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { shortcomings } from './expectation.mjs';
import { attachOptions, samples } from './index.mjs';
import { startSample } from './start-sample.mjs';

const heaptrail = fileURLToPath(new URL('../dist/cli/main.js', import.meta.url));
const defaultSample = 'chat-run-buffers';

const options = {
  all: { type: 'boolean', default: false },
  fixed: { type: 'boolean', default: false },
  list: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
};
const usage = `Starts a leaking sample as a real process, attaches heaptrail to it and checks the report.

  npm run demo                 a chat gateway that keeps the texts of stuck runs
  npm run demo -- --list       all samples and their stories
  npm run demo -- NAME         another sample; add --fixed for the one that does not leak
  npm run demo -- --all        all of them, one after the other`;

const wishes = {};
const positionals = [];
process.exitCode = await demo();

async function demo() {
  try {
    const typed = parseArgs({ allowPositionals: true, options });
    Object.assign(wishes, typed.values);
    positionals.push(...typed.positionals);
  } catch (error) {
    return refuse(error.message.split('. ')[0], 'run npm run demo -- --help');
  }
  if (wishes.help) {
    console.log(usage);
    return 0;
  }
  if (wishes.list) {
    for (const { name, story } of samples) console.log(`${name}\n  ${story}\n`);
    return 0;
  }
  const chosen = wishes.all
    ? samples
    : [samples.find(({ name }) => name === (positionals[0] ?? defaultSample))];
  if (chosen[0] === undefined)
    return refuse(`there is no sample ${positionals[0]}`, 'run npm run demo -- --list');
  if (!existsSync(heaptrail)) return refuse('heaptrail is not built', 'run npm run build first');

  let wrong = 0;
  for (const sample of chosen) {
    if (!(await show(sample))) wrong += 1;
  }
  if (wishes.all)
    console.log(`\n${chosen.length - wrong} of ${chosen.length} reports say what their samples expect`);
  return wrong === 0 ? 0 : 1;
}

function refuse(fact, next) {
  console.error(`${fact}\n${next}`);
  return 2;
}

/** @returns {Promise<boolean>} whether the report says what the sample expects */
async function show(sample) {
  const fixed = wishes.fixed && sample.expects.fixed !== undefined;
  const expected = fixed ? sample.expects.fixed : sample.expects.leaky;
  const folder = mkdtempSync(join(tmpdir(), 'heaptrail-demo-'));
  const recording = join(folder, `${sample.name}.heaptrail`);
  console.log(`\n${sample.name}${fixed ? ', the fixed twin' : ''}: ${sample.story}\n`);

  const agent = await startSample(sample.name, { fixed });
  try {
    console.log(`it runs as process ${agent.pid}; heaptrail attaches to it and records\n`);
    await attach(agent.pid, sample, recording);
  } finally {
    await agent.stop();
  }
  const report = await analyze(recording);
  const wrong = report === undefined ? ['there is no report'] : shortcomings(report, expected);
  const answer = wrong.length === 0 ? `right, ${report.verdict.sentence}` : `wrong, ${wrong.join('; ')}`;
  console.log(`\n${sample.name}: ${answer}`);
  if (wishes.all) rmSync(folder, { recursive: true });
  else console.log(`the recording is in ${recording}`);
  return wrong.length === 0;
}

/** Exit code 1 says that suspects were found, which is what a demo is for; the report is judged afterwards. */
async function attach(pid, sample, recording) {
  const command = [heaptrail, 'attach', String(pid), ...attachOptions(sample), '--out', recording];
  await once(spawn(process.execPath, command, { stdio: 'inherit' }), 'close');
}

async function analyze(recording) {
  const analysis = spawn(process.execPath, [heaptrail, 'analyze', recording, '--json'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const json = await text(analysis.stdout);
  return json === '' ? undefined : JSON.parse(json);
}
