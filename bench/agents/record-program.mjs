// Records one program in one mode: node bench/agents/record-program.mjs NAME ended|open [--out FOLDER] [--folder COPY]
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
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
import { heaptrail } from './recorded-command.mjs';

const recordings = fileURLToPath(new URL('../.cache/agents/recordings', import.meta.url));

/**
 * Starts the program, drives it, records it by `attach`, ends it, and analyzes the recording.
 * @returns what the table needs, or `failure` in words
 */
export async function recordProgram(program, mode, { root = recordings, folder, label } = {}) {
  const out = join(root, label ?? `${program.name}-${mode}`);
  const model = await startMockModel();
  const runtime = await program.runtime?.();
  const place = makePlace({
    folder: folder ?? installed(program),
    model: model.url,
    runtime,
    inspectorEnv: program.inspectorEnv,
  });
  const driver = await import(`./drivers/${program.driver}.mjs`);
  const result = { program: program.name, mode, out };
  let running;
  try {
    running = await driver.start(place);
    const work = drive(driver, running, { mode, pauseMilliseconds: program.pauseMilliseconds });
    await Promise.race([pause(program.warmSeconds * 1000), work.failed]);
    const warm = work.count;
    rmSync(out, { recursive: true, force: true });
    mkdirSync(root, { recursive: true });
    const recorded = await Promise.race([attach(running.pid, out, program), work.failed]);
    await work.stop();
    Object.assign(result, { recordSeconds: recorded.seconds, turns: work.count - warm, turnsBefore: warm });
    if (work.failures > 0) Object.assign(result, { failures: work.failures, lastFailure: work.lastFailure });
    if (!existsSync(join(out, 'recording.json'))) throw new Error(recorded.errors.trim());
    if (program.modelless !== true && model.asked === 0) result.note = 'the model was never asked';
    if (model.unknown.size > 0) result.unknown = Object.fromEntries(model.unknown);
  } catch (error) {
    result.failure = `${error.message}\n${endOfLog(place)}`;
  } finally {
    await running?.stop();
    model.close();
    place.remove();
  }
  return result.failure === undefined ? { ...result, ...(await analyzed(out)) } : result;
}

function attach(pid, out, { everySeconds, attachOptions = [] }) {
  const words = ['--captures', '4', '--every', `${everySeconds}s`, '--no-analyze', '--out', out];
  return heaptrail('attach', String(pid), ...words, ...attachOptions);
}

/** The report as JSON and as people read it, and the seconds of one analysis. */
export async function analyzed(out) {
  const { output, errors, code, seconds } = await heaptrail('analyze', out, '--json');
  if (![0, 1, 3].includes(code)) return { failure: `analyze ends with ${code}: ${errors.trim()}` };
  const recording = JSON.parse(readFileSync(join(out, 'recording.json'), 'utf8'));
  return { report: JSON.parse(output), recording, analyzeSeconds: seconds };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { out: { type: 'string' }, folder: { type: 'string' }, label: { type: 'string' } },
  });
  const [name, mode] = positionals;
  const result = await recordProgram(programNamed(name), mode, {
    root: values.out,
    folder: values.folder,
    label: values.label,
  });
  const { report, recording, ...rest } = result;
  console.log(JSON.stringify(rest, null, 2));
  if (report !== undefined) console.log((await heaptrail('analyze', result.out)).output);
}
