import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseMemoryCgroup } from '../../dist/probes/target/proc-text.js';
import { nodeBinary } from '../../scripts/fetch-node.mjs';
import { peakMemory, resetPeak, residentMemory, startTargetOn } from './targets.mjs';

const command = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
const mebi = 2 ** 20;
const full = 0.95;
const heapLimit = 2_048 * mebi;
const groupLimit = 1_024 * mebi;
/** Of its own, Node takes half of the group: here it was given more than there is. */
const inGroup = ['--expose-gc', '--max-old-space-size=1500'];
/** How long it runs alone: its own collections pause it as well. */
const ofItself = 10_000;

/**
 * Programs that are nearly out of memory, looked at by `heaptrail attach` with its defaults: what it names first, from which
 * rung, and whether the program lives on.
 */
export async function lookAtTight(majors) {
  console.log(
    '\n| program | full | first suspect | rung | exit code | lives on | longest pause of its loop, before and meanwhile | extra memory |\n' +
      '|---|---|---|---|---|---|---|---|',
  );
  for (const major of majors) {
    console.log(rowOf(`Node ${major}, heap of 2 GB`, heapLimit, await inFullHeap(major)));
    console.log(rowOf(`Node ${major}, control group of 1 GB`, groupLimit, await inFullGroup(major)));
  }
}

async function inFullHeap(major) {
  const words = ['heap', full * heapLimit];
  return await lookAt(
    await startTargetOn(await nodeBinary(major), './tight-program.mjs', words, [
      '--expose-gc',
      '--max-old-space-size=2048',
    ]),
  );
}

async function inFullGroup(major) {
  const group = makeGroup(groupLimit);
  if (group === undefined) return undefined;
  const entry = join(tmpdir(), `heaptrail-in-group-${process.pid}.sh`);
  writeFileSync(entry, `#!/bin/sh\necho $$ > ${group.members}\nexec ${await nodeBinary(major)} "$@"\n`, {
    mode: 0o755,
  });
  try {
    return await lookAt(
      await startTargetOn(entry, './tight-program.mjs', [group.usage, full * groupLimit], inGroup),
    );
  } finally {
    rmSync(entry);
    rmdirSync(group.folder);
  }
}

async function lookAt(target) {
  const room = mkdtempSync(join(tmpdir(), 'heaptrail-tight-'));
  try {
    await sleep(ofItself);
    const { longest: before, used } = await target.ask('before');
    resetPeak(target.pid);
    const resident = residentMemory(target.pid);
    const { code, report, error } = await attach(target.pid, join(room, 'a.heaptrail'));
    if (!target.isAlive()) return { code, report, error, used, isAlive: false };
    const extra = peakMemory(target.pid) - resident;
    const { longest, served } = await target.ask('meanwhile');
    await sleep(1_000);
    const isAlive = (await target.ask('afterwards')).served > served;
    return { code, report, error, used, before, longest, extra, isAlive };
  } finally {
    await target.stop();
    rmSync(room, { recursive: true, force: true });
  }
}

async function attach(pid, out) {
  const words = [command, 'attach', String(pid), '--json', '--out', out];
  return await new Promise((resolve) => {
    execFile(process.execPath, words, { maxBuffer: 64 * mebi }, (failure, stdout, stderr) => {
      const report = stdout === '' ? undefined : JSON.parse(stdout);
      resolve({ code: failure?.code ?? 0, report, error: stderr.trim().split('\n').at(-1) });
    });
  });
}

/** Undefined if this machine does not let us make one. */
function makeGroup(limit) {
  const own = parseMemoryCgroup(readFileSync('/proc/self/cgroup', 'utf8'));
  if (own === undefined) return undefined;
  const [root, limitFile, usageFile] =
    own.version === 1
      ? ['/sys/fs/cgroup/memory', 'memory.limit_in_bytes', 'memory.usage_in_bytes']
      : ['/sys/fs/cgroup', 'memory.max', 'memory.current'];
  const folder = join(root, own.path, `heaptrail-bench-${process.pid}`);
  try {
    mkdirSync(folder);
    writeFileSync(join(folder, limitFile), String(limit));
    return { folder, members: join(folder, 'cgroup.procs'), usage: join(folder, usageFile) };
  } catch {
    return undefined;
  }
}

function rowOf(program, limit, looked) {
  if (looked === undefined) return `| ${program} | this machine lets us make no control group | | | | | | |`;
  const { code, report, error, used, before, longest, extra, isAlive } = looked;
  const first = report?.suspects[0];
  const suspect =
    first === undefined
      ? `none: ${report?.coverage.limits.join('; ') ?? error}`
      : `${first.title}, ${Math.round(first.confidence * 100)} %`;
  const memory = isAlive ? `${(extra / mebi).toFixed(1)} MiB` : '';
  const pauses = isAlive ? `${Math.round(before)} ms, ${Math.round(longest)} ms` : '';
  const rung = report?.coverage.method ?? '';
  const share = `${((used / limit) * 100).toFixed(1)} %`;
  return `| ${program} | ${share} | ${suspect} | ${rung} | ${code} | ${isAlive ? 'yes' : 'NO'} | ${pauses} | ${memory} |`;
}
