import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { descendants } from '../../dist/probes/target/descendants.js';

/** Starts a program of this folder and waits for its first message. */
export async function startTarget(file, ...words) {
  return await startTargetOn(process.execPath, file, words);
}

/**
 * @param execPath the Node that runs it
 * @param options of that Node
 */
export async function startTargetOn(execPath, file, words = [], options = []) {
  const child = fork(fileURLToPath(new URL(file, import.meta.url)), words.map(String), {
    execPath,
    execArgv: options,
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  const ended = once(child, 'exit').then(([code, signal]) => {
    throw new Error(`${file} ended before it was ready: ${signal ?? code}`);
  });
  const [first] = await Promise.race([once(child, 'message'), ended]);
  ended.catch(() => {});
  return {
    pid: child.pid,
    first,
    isAlive: () => child.exitCode === null && child.signalCode === null,
    ask: async (word) => {
      const answer = once(child, 'message');
      child.send(word);
      return (await answer)[0];
    },
    stop: async () => {
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
  };
}

export function residentMemory(pid) {
  return statusField(pid, 'VmRSS');
}

/** The most since `resetPeak`. */
export function peakMemory(pid) {
  return statusField(pid, 'VmHWM');
}

/** proc(5): 5 written to clear_refs sets the peak to what is resident now. */
export function resetPeak(pid) {
  writeFileSync(`/proc/${pid}/clear_refs`, '5');
}

function statusField(pid, name) {
  const text = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(text)[1]) * 1024;
}

/** What its main thread has worked, in milliseconds: proc(5), the first figure of schedstat. */
export function threadTime(pid) {
  return Number(statistics(pid, pid).split(' ')[0]) / 1e6;
}

/** What its threads have worked, in milliseconds. */
export function workTime(pid) {
  return threadsOf(pid).reduce((sum, task) => sum + Number(statistics(pid, task).split(' ')[0]) / 1e6, 0);
}

/** The same of a process and all below it; undefined without one. */
export function familyTime(pid) {
  if (pid === undefined) return undefined;
  return [pid, ...descendants(pid)].reduce((sum, member) => sum + workTime(member), 0);
}

/** None, if the process has ended just now. */
function threadsOf(pid) {
  try {
    return readdirSync(`/proc/${pid}/task`);
  } catch {
    return [];
  }
}

/** A thread may have ended just now. */
function statistics(pid, task) {
  try {
    return readFileSync(`/proc/${pid}/task/${task}/schedstat`, 'utf8');
  } catch {
    return '0';
  }
}
