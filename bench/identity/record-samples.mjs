import { cpSync, existsSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { attachOptions, samples } from '../../samples/index.mjs';
import { onBun } from '../../samples/on-bun.mjs';
import { bunBinary } from '../../scripts/fetch-bun.mjs';
import { recordInto } from './heaptrail.mjs';

const checkout = fileURLToPath(new URL('../../', import.meta.url));
/** Long looks are judged by the same rules as shorter ones: no sample is recorded for longer between two captures. */
const longestEvery = 11;

/** Every sample, leaky and fixed, on Node; those that take captures on Bun as well. */
export function recordersOfSamples(root) {
  return samples.flatMap((sample) =>
    ['leaky', 'fixed']
      .filter((twin) => sample.expects[twin] !== undefined)
      .flatMap((twin) => [
        { name: `samples/${sample.name}-${twin}`, make: (out) => record(root, sample, twin, out) },
        ...(Number.parseFloat(sample.recording.every) < 10
          ? [
              {
                name: `samples-bun/${sample.name}-${twin}`,
                make: (out) => record(root, sample, twin, out, true),
              },
            ]
          : []),
      ]),
  );
}

async function record(root, sample, twin, out, bun = false) {
  const folder = copyOfSamples(root);
  const { startSample } = await import(pathToFileURL(join(folder, 'start-sample.mjs')));
  const runtime = bun ? onBun(await bunBinary()) : {};
  const agent = await startSample(sample.name, { ...runtime, fixed: twin === 'fixed' });
  try {
    const words = ['attach', String(agent.pid), ...attachOptions(shortened(sample))];
    await recordInto(out, [...words, '--no-analyze', '--quiet', '--force', '--out', out]);
  } finally {
    await agent.stop();
  }
}

function shortened({ recording }) {
  if (!(Number.parseFloat(recording.every) > longestEvery)) return { recording };
  return { recording: { ...recording, every: `${longestEvery}s` } };
}

/** Of their own, so that what reports say of their sources does not change when the samples do. */
export function copyOfSamples(root) {
  const folder = join(root, 'programs', 'samples');
  if (!existsSync(folder)) {
    cpSync(join(checkout, 'samples'), folder, { recursive: true });
    symlinkSync(join(checkout, 'node_modules'), join(dirname(folder), 'node_modules'));
  }
  return folder;
}
