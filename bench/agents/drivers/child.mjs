import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';

/**
 * Starts a program of a place, with its output in the place's log. `stdio: 'pipe'` keeps stdin and stdout for the driver.
 * The answer can `stop` it by its pid.
 */
export function startChild(place, command, words, { env = {}, cwd = place.work, talks = false } = {}) {
  const child = spawn(command, words, {
    cwd,
    env: { ...place.env, ...env },
    stdio: [talks ? 'pipe' : 'ignore', 'pipe', 'pipe'],
  });
  const log = createWriteStream(place.log, { flags: 'a' });
  child.stderr.pipe(log, { end: false });
  if (!talks) child.stdout.pipe(log, { end: false });
  const exited = once(child, 'exit');
  return {
    child,
    pid: child.pid,
    stop: () => stop(child, exited),
  };
}

async function stop(child, exited) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGTERM');
  const ended = await Promise.race([exited.then(() => true), pause(8_000, false)]);
  if (ended) return;
  child.kill('SIGKILL');
  await exited;
}

/** Asks until it answers with anything. @throws Error with the end of the program's log if it does not in time */
export async function answering(place, { child }, url, seconds = 240) {
  const end = Date.now() + seconds * 1000;
  while (Date.now() < end && child.exitCode === null) {
    try {
      const response = await fetch(url, { signal: AbortSignal.timeout(10_000) });
      await response.arrayBuffer();
      return;
    } catch {
      await pause(300);
    }
  }
  throw new Error(`it does not answer at ${url}: ${endOfLog(place)}`);
}

export function endOfLog(place) {
  try {
    return readFileSync(place.log, 'utf8').slice(-1500);
  } catch {
    return 'no output';
  }
}
