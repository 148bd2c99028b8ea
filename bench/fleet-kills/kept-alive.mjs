// A program that is started again whenever it ends.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';

const pause = 200;

export class KeptAlive {
  #start;
  #child;
  #isOver = false;

  /**
   * @param {string} file
   * @param {readonly (string | number)[]} words
   * @param {NodeJS.ProcessEnv} env
   * @param {string} cwd what it says goes into `output.txt` there
   */
  constructor(file, words, env, cwd) {
    this.#start = () => {
      const output = createWriteStream(path.join(cwd, 'output.txt'), { flags: 'a' });
      this.#child = spawn(file, words.map(String), { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
      for (const stream of [this.#child.stdout, this.#child.stderr]) stream.pipe(output, { end: false });
      this.#child.once('exit', () => {
        if (!this.#isOver) setTimeout(this.#start, pause);
      });
    };
    this.#start();
  }

  /** At once, with no time to tidy up. */
  async kill() {
    const child = this.#child;
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  }

  async end() {
    this.#isOver = true;
    await this.kill();
  }
}

/** A port of this machine at which nothing listens. */
export async function freePort() {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address();
  probe.close();
  await once(probe, 'close');
  return port;
}
