import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { afterAll, expect, it } from 'vitest';
import { bunBinary } from '../scripts/fetch-bun.mjs';
import { ScratchFolder } from '../testing/scratch-folder.ts';
import { commandFile, heaptrail } from './heaptrail-command.ts';

const scratch = new ScratchFolder();
afterAll(() => scratch.remove());

// Put together by the program, so that neither its command line nor its source gives it away.
const secret = 'correct-horse-battery-staple';
const program = `
const secret = ['correct', 'horse', 'battery', 'staple'].join('-');
const sessions = new Map();
globalThis.served = 0;
setInterval(() => {
  for (let i = 0; i < 20; i++) sessions.set(\`\${secret} \${++globalThis.served}\`, { token: \`\${secret}/\${Math.random()}\` });
}, 20);
setTimeout(() => process.exit(1), 60_000);
`;

/** Every file of a folder with its content. */
function filesIn(folder: string): [name: string, content: Buffer][] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => statSync(join(folder, name)).isFile())
    .map((name) => [name, readFileSync(join(folder, name))]);
}

const runtimes: readonly (readonly [string, () => Promise<string>])[] = [
  ['Node', async () => process.execPath],
  ['Bun', () => bunBinary()],
];

it.for(runtimes)(
  'says what grows in a recording of %s that never holds what strings say',
  async ([name, runtime]) => {
    const script = scratch.write(program, 'agent.mjs');
    const folder = join(scratch.path, `private-${name}.heaptrail`);
    const page = join(scratch.path, `private-${name}.html`);
    const plan = ['--captures', '3', '--every', '800ms', '--redact', '--out', folder, '--html', page];
    const recorded = await heaptrail(['record', ...plan, '--', await runtime(), script]);

    expect(recorded.stdout).toMatch(/Map `sessions` gains/);
    expect(recorded.code).toBe(1);
    const files = filesIn(folder);
    expect(files.filter(([name]) => name.endsWith('.heapsnapshot'))).toHaveLength(3);
    expect(files.filter(([name]) => /plain|redacted|part/.test(name))).toEqual([]);
    const outputs = [
      ...files,
      ['page', readFileSync(page)],
      ['stdout', recorded.stdout],
      ['stderr', recorded.stderr],
    ];
    expect(outputs.filter(([, content]) => content!.includes(secret)).map(([name]) => name)).toEqual([]);

    const { notes, target } = JSON.parse(readFileSync(join(folder, 'recording.json'), 'utf8'));
    // Pages that are made of it later show no source code either.
    expect(target.redacted).toBe(true);
    expect(notes).toContain('the contents of strings are replaced in every capture');
  },
);

it('leaves nothing of them when it is killed while it captures', async () => {
  const script = scratch.write(program, 'agent.mjs');
  const folder = join(scratch.path, 'killed.heaptrail');
  const words = ['record', '--captures', '1', '--redact', '--out', folder, '--', process.execPath, script];
  const recorder = spawn(process.execPath, [commandFile, ...words], { stdio: ['ignore', 'ignore', 'pipe'] });
  const ended = once(recorder, 'exit');
  for await (const text of recorder.stderr.setEncoding('utf8')) if (/capture 1: pauses/.test(text)) break;
  await sleep(150);
  recorder.kill('SIGKILL');
  await ended;
  const held = filesIn(folder).filter(([, content]) => content.includes(secret));
  expect(held.map(([name]) => name)).toEqual([]);
});

it('has no values of arguments', async () => {
  const script = scratch.write(program, 'agent.mjs');
  const folder = join(scratch.path, 'arguments.heaptrail');
  const open = join(scratch.path, 'open.heaptrail');
  const record = (to: string, ...options: string[]) => {
    const plan = ['record', '--captures', '0', '--for', '1s', '--no-analyze', ...options, '--out', to];
    return heaptrail([...plan, '--', process.execPath, script, `--password=${secret}`, '--name', 'bob']);
  };
  await Promise.all([record(folder, '--redact'), record(open)]);
  const commandIn = (of: string) =>
    JSON.parse(readFileSync(join(of, 'recording.json'), 'utf8')).target.command;
  expect(commandIn(folder).slice(1)).toEqual([script, '--password=***', '--name', '***']);
  expect(commandIn(open).slice(1)).toEqual([script, '--password=***', '--name', 'bob']);
});

it('would hold them otherwise', async () => {
  const script = scratch.write(program, 'agent.mjs');
  const folder = join(scratch.path, 'plain.heaptrail');
  await heaptrail(['record', '--captures', '1', '--out', folder, '--', process.execPath, script]);
  const [[, capture]] = filesIn(join(folder, 'captures'));
  expect(capture.includes(secret)).toBe(true);
});

it('replaces what strings say in what Bun writes in the format of V8', async () => {
  const plain = join(scratch.path, 'bun.heapsnapshot');
  const redacted = join(scratch.path, 'bun-redacted.heapsnapshot');
  const writesItself = `
    globalThis.tokens = new Map([[1, { token: '${secret.split('-').join("' + '-' + '")}' + Math.random() }]]);
    require('node:fs').writeFileSync('${plain}', new Uint8Array(Bun.generateHeapSnapshot('v8', 'arraybuffer')));
  `;
  await promisify(execFile)(await bunBinary(), ['-e', writesItself]);

  expect((await heaptrail(['redact', plain, redacted])).code).toBe(0);

  expect(readFileSync(plain).includes(secret)).toBe(true);
  expect(readFileSync(redacted).includes(secret)).toBe(false);
});
