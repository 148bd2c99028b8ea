import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expectationOnBun, shortcomings } from '../../samples/expectation.mjs';
import { attachOptions } from '../../samples/index.mjs';
import { addonSamples, nativeSamples } from '../../samples/native-index.mjs';
import { onBun } from '../../samples/on-bun.mjs';
import { startSample } from '../../samples/start-sample.mjs';
import { withAddon } from '../../scripts/fetch-addon.mjs';
import { bunBinary } from '../../scripts/fetch-bun.mjs';
import { nodeBinary } from '../../scripts/fetch-node.mjs';

/** Longer than any recording, in seconds. */
const lifetime = 900;
const command = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));

/**
 * Runs one sample as a user would look at it, and holds the report against what the sample expects.
 * @param span how long it is recorded; as the sample says by default
 */
export async function judge({ runtime, sample: name, twin, withPerf }, span) {
  const known = [...nativeSamples, ...addonSamples].find((each) => each.name === name);
  const sample = span === undefined ? known : { ...known, recording: { ...known.recording, for: span } };
  const folder = mkdtempSync(join(tmpdir(), 'heaptrail-native-'));
  const agent = await startOn(runtime, name, twin);
  try {
    const out = ['--out', join(folder, 'run.heaptrail')];
    const perf = withPerf ? ['--native'] : [];
    const report = await reportOf(['attach', agent.pid, ...attachOptions(sample), ...perf, ...out]);
    const expected = sample.expects[twin];
    const wrong = shortcomings(report, runtime === 'bun' ? expectationOnBun(expected) : expected).filter(
      // A minute may be too short to clear a twin: that is no accusation.
      (line) => twin === 'leaky' || !line.startsWith('the verdict is inconclusive'),
    );
    if (withPerf && report.native?.owners === undefined)
      wrong.push(`nobody is told to take memory: ${report.coverage.limits.join('; ')}`);
    return { runtime, sample: name, twin, withPerf, span: sample.recording.for, report: kept(report), wrong };
  } finally {
    await agent.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function startOn(runtime, name, twin) {
  const addon = withAddon();
  const started =
    runtime === 'bun'
      ? onBun(await bunBinary())
      : // Any free port: several are attached to at once.
        { runtime: await nodeBinary(Number(runtime)), environment: { NODE_OPTIONS: '--inspect-port=0' } };
  return await startSample(name, {
    ...started,
    directory: addon.directory,
    environment: { ...addon.environment, ...started.environment },
    fixed: twin === 'fixed',
    lifetime,
  });
}

/** Exit codes stand for verdicts, which the report says as well. */
function reportOf(words) {
  return new Promise((resolve, reject) => {
    const all = [command, ...words.map(String), '--json', '--quiet'];
    execFile(process.execPath, all, { maxBuffer: 2 ** 26 }, (_, stdout, stderr) =>
      stdout === '' ? reject(new Error(stderr)) : resolve(JSON.parse(stdout)),
    );
  });
}

/** What tables say of a run, and what explains a wrong one. */
function kept({ at, verdict, native, memory, coverage }) {
  return { at, verdict, native, memory, limits: coverage.limits };
}
