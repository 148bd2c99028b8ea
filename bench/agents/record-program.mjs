// Records one program in one mode and says what is found:
//   node bench/agents/record-program.mjs NAME ended|open [--recordings FOLDER] [--quick] [--every SECONDS] [--limit SECONDS]
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { drive } from './drive.mjs';
import { endOfLog } from './drivers/child.mjs';
import { installed } from './install.mjs';
import { startMockModel } from './mock-model/server.mjs';
import { makePlace } from './place.mjs';
import { programNamed } from './programs.mjs';
import { attach } from './recorded-command.mjs';
import { judged } from './result.mjs';
import { heading, rowOf } from './table.mjs';

export const recordings = fileURLToPath(new URL('../.cache/agents/recordings', import.meta.url));

/**
 * Starts the program, drives it, records it by `attach`, ends it, and analyzes the recording.
 * @param options `folder`: an installed copy that was changed; `label`: the recording's name, if it is not the usual one
 * @returns what the table says, or `failure` in words
 */
export async function recordProgram(program, mode, { root = recordings, folder, label, ...how } = {}) {
  const name = label ?? `${program.name}-${mode}`;
  const out = join(root, name);
  const recorded = await record({ ...program, ...how }, mode, { out, folder: folder ?? installed(program) });
  if (recorded.failure !== undefined) return recorded;
  return { ...recorded, ...(await judged(name, out)) };
}

async function record(program, mode, { out, folder }) {
  const result = { program: program.name, mode, out };
  const model = await startMockModel();
  const runtime = await program.runtime?.();
  const { inspectorEnv } = program;
  const place = makePlace({ folder, model: model.url, runtime, inspectorEnv });
  const driver = await import(`./drivers/${program.driver}.mjs`);
  let running;
  let work;
  try {
    running = await driver.start(place);
    work = drive(driver, running, { mode, pauseMilliseconds: program.pauseMilliseconds });
    await Promise.race([pause(program.warmSeconds * 1000), work.failed]);
    result.turnsBefore = work.count;
    makeRoom(out);
    const attached = attach(running.pid, out, program);
    const { seconds, stderr } = await Promise.race([attached, work.failed, atLimit(program.limitSeconds)]);
    if (!existsSync(join(out, 'recording.json'))) throw new Error(stderr.trim());
    Object.assign(result, { recordSeconds: seconds, turns: work.count - result.turnsBefore });
    if (work.failures > 0) Object.assign(result, { failures: work.failures, lastFailure: work.lastFailure });
    if (!program.modelless) Object.assign(result, { asked: model.asked, unknown: [...model.unknown.keys()] });
  } catch (error) {
    result.failure = `${error.message}\n${endOfLog(place)}`;
  } finally {
    await work?.stop();
    await running?.stop();
    model.close();
    place.remove();
  }
  return result;
}

/** `attach` ends by itself when the program is ended. */
async function atLimit(seconds) {
  if (seconds === undefined) return new Promise(() => {});
  await pause(seconds * 1000, undefined, { ref: false });
  throw new Error(`its recording took more than ${seconds} s`);
}

function makeRoom(out) {
  rmSync(out, { recursive: true, force: true });
  mkdirSync(join(out, '..'), { recursive: true });
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      recordings: { type: 'string' },
      quick: { type: 'boolean', default: false },
      every: { type: 'string' },
      limit: { type: 'string' },
    },
  });
  const [name, mode] = positionals;
  const { recordings: root, quick, every, limit } = values;
  const how = {
    root,
    quick,
    ...(every && { everySeconds: Number(every) }),
    ...(limit && { limitSeconds: Number(limit) }),
  };
  const result = await recordProgram(programNamed(name), mode, how);
  const { suspects, ...rest } = result;
  console.log(
    JSON.stringify(
      { ...rest, suspects: suspects?.map(({ title, confidence }) => [title, confidence]) },
      null,
      1,
    ),
  );
  console.log(`${heading}\n${rowOf(result)}`);
  process.exit(result.failure === undefined ? 0 : 1);
}
