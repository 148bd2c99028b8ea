import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { runMeasured } from './run-measured.mjs';

/** Reports tell of what they were made of and when; the rest is a function of the recording. */
const ofTheRun = new Set(['createdAt', 'createdAtIso', 'tool']);

/**
 * What builds say of recordings, kept in the folder of the recordings by the hash of the build: a build that was asked
 * once is not asked again until it or the recording changes.
 */
export class Answers {
  #folder;
  #build;
  #hash;

  constructor(root, build) {
    this.#build = build;
    this.#hash = build.hash();
    this.#folder = join(root, '.answers', this.#hash);
  }

  /** @returns `{ exitCode, errors, report, seconds }` */
  async about(recording) {
    const known = this.known(recording);
    if (known !== undefined) return known;
    const answer = await ask(this.#build, recording);
    this.#keep(recording, answer);
    return answer;
  }

  known(recording) {
    const file = this.#fileOf(recording);
    return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
  }

  /** @throws Error if it was built anew while it was asked: nobody knows which answers are whose */
  requireSameBuild() {
    if (this.#build.hash() === this.#hash) return;
    throw new Error(`${this.#build.path} was built anew meanwhile: run this again`);
  }

  #keep(recording, answer) {
    const file = this.#fileOf(recording);
    mkdirSync(dirname(file), { recursive: true });
    const part = `${file}.${process.pid}`;
    writeFileSync(part, JSON.stringify(answer));
    renameSync(part, file);
  }

  #fileOf({ name, state }) {
    const key = createHash('sha256').update(state).digest('hex').slice(0, 16);
    return join(this.#folder, `${name.replaceAll('/', '__')}.${key}.json`);
  }
}

async function ask(build, recording) {
  const { exitCode, stdout, stderr, seconds } = await runMeasured(build, recording);
  return {
    exitCode,
    // Only faults of a build tell where it is. Reports tell where the program was, which is the same for all.
    errors: stderr.replaceAll(build.dist, 'dist'),
    report: stdout === '' ? undefined : withoutRun(JSON.parse(stdout)),
    seconds,
  };
}

function withoutRun(value) {
  if (Array.isArray(value)) return value.map(withoutRun);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => !ofTheRun.has(key))
      .map(([key, inner]) => [key, withoutRun(inner)]),
  );
}
