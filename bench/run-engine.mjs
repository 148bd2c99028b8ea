import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';

const ticksPerSecond = 100;
const pollMilliseconds = 10;

/**
 * Runs one command to its end and measures it from outside, so that engines of every kind are measured alike.
 * @returns {Promise<{ wall: number, cpu: number, peak: number, failure: string | undefined, found: object }>}
 *   wall in seconds: the engine's own figure without start-up and imports if it gives one; cpu in seconds and peak
 *   in bytes of resident memory: of the whole process
 */
export async function runEngine(command, timeoutSeconds) {
  const start = performance.now();
  const child = spawn(command[0], command.slice(1), { stdio: ['ignore', 'pipe', 'pipe'] });
  const output = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr']) {
    child[stream].on('data', (data) => {
      output[stream] = (output[stream] + data).slice(-20_000);
    });
  }
  let used = { cpu: 0, peak: 0 };
  const poll = setInterval(() => {
    used = usedBy(child.pid) ?? used;
  }, pollMilliseconds);
  const limit = setTimeout(() => child.kill('SIGKILL'), timeoutSeconds * 1000);
  const ending = await new Promise((resolve) => {
    child.on('error', (error) => resolve({ error }));
    child.on('close', (code, signal) => resolve({ code, signal }));
  });
  clearInterval(poll);
  clearTimeout(limit);
  const found = lastLine(output.stdout);
  const own = found.milliseconds === undefined ? performance.now() - start : found.milliseconds;
  return { wall: own / 1000, ...used, found, failure: failureOf(ending, output.stderr, timeoutSeconds) };
}

function usedBy(pid) {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    // Behind the command's name, which may hold anything, fields 14 and 15 are user and system time.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1).split(' ');
    const peak = /^VmHWM:\s+(\d+) kB/m.exec(status);
    if (peak === null) return undefined;
    return { cpu: (Number(fields[11]) + Number(fields[12])) / ticksPerSecond, peak: Number(peak[1]) * 1024 };
  } catch {
    return undefined;
  }
}

function lastLine(text) {
  try {
    return JSON.parse(text.trim().split('\n').at(-1));
  } catch {
    return {};
  }
}

function failureOf({ code, signal, error }, stderr, timeoutSeconds) {
  if (error) return error.message;
  if (signal === 'SIGKILL') return `not done after ${timeoutSeconds} s`;
  if (code === 0) return undefined;
  const lines = stderr.split('\n').map((line) => line.trim());
  const telling = lines.find((line) => /error|fatal|panicked|not found/i.test(line)) ?? lines.at(-1) ?? '';
  const withoutFolders = telling.replace(/\/\S*\//g, '');
  return `${signal ?? `exit ${code}`}: ${withoutFolders.slice(0, 100)}`;
}
