import { copyFileSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { exampleManifest } from '../testing/example-recording.ts';
import { takeValuesSnapshots } from '../testing/values-snapshots.ts';

/** A recording of two captures, as a session writes it, and the same captures beside it. */
export function layRecording(folder: string, at = Date.now() - 60_000): string {
  const captures = takeValuesSnapshots(folder);
  const recording = join(folder, 'agent.heaptrail');
  mkdirSync(join(recording, 'captures'), { recursive: true });
  const whole = captures.map((file, index) => {
    const name = `captures/00${index + 1}.heapsnapshot`;
    copyFileSync(file, join(recording, name));
    return { file: name, at: at + 1_000 * index, size: statSync(file).size };
  });
  writeFileSync(join(recording, 'recording.json'), JSON.stringify(exampleManifest(at, whole)));
  return recording;
}
