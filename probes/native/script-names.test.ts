import { spawnSync } from 'node:child_process';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { ScratchFolder } from '../../testing/scratch-folder.ts';
import { ScriptNames } from './script-names.ts';

const scratch = new ScratchFolder();
afterAll(() => scratch.remove());

it('leaves nothing of a program and of what it forked', () => {
  const program = join(scratch.path, 'forks.cjs');
  writeFileSync(
    program,
    `const isFork = process.argv[2] === 'fork';
     if (!isFork) require('node:child_process').fork(__filename, ['fork']);
     console.log(process.pid);`,
  );
  const names = ScriptNames.in(scratch.path)!;
  const [node = '', ...args] = names.told([process.execPath, program]);
  const pids = spawnSync(node, args, { encoding: 'utf8' }).stdout.trim().split('\n');
  const left = () => [...readdirSync(scratch.path), ...readdirSync('/tmp')];
  const ofProgram = () =>
    left().filter((name) => /^(?:isolate|perf)-/.test(name) && pids.some((pid) => name.includes(`-${pid}`)));
  expect(pids).toHaveLength(2);
  expect(ofProgram()).toHaveLength(4);
  names.remove();
  expect(ofProgram()).toEqual([]);
});

it('leaves a program as it is where V8 could not write its log', () => {
  expect(ScriptNames.in(join(scratch.path, 'absent'))).toBeUndefined();
});
