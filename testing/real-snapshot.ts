import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

/**
 * A snapshot of a real, small Node process: this version's, about 4 MB.
 * @param program ES module source that runs before the snapshot is taken
 */
export function takeRealSnapshot(folder: string, program = ''): string {
  const file = join(folder, 'real.heapsnapshot');
  const code = `${program}\n;(await import('node:v8')).writeHeapSnapshot(${JSON.stringify(file)});`;
  execFileSync(process.execPath, ['--input-type=module', '-e', code], { stdio: 'pipe' });
  return file;
}

/** As `takeRealSnapshot`, with the stack of every allocation while `hoard` filled an array with 200 objects. */
export function takeTracedSnapshot(folder: string): string {
  const file = join(folder, 'traced.heapsnapshot');
  const code = `
    import { appendFileSync, writeFileSync } from 'node:fs';
    import { Session } from 'node:inspector';
    const session = new Session();
    session.connect();
    writeFileSync(${JSON.stringify(file)}, '');
    session.on('HeapProfiler.addHeapSnapshotChunk', ({ params }) => appendFileSync(${JSON.stringify(file)}, params.chunk));
    session.post('HeapProfiler.startTrackingHeapObjects', { trackAllocations: true });
    function hoard() { for (let i = 0; i < 200; i++) kept.push({ i }); }
    const kept = globalThis.kept = [];
    hoard();
    session.post('HeapProfiler.takeHeapSnapshot', () => process.exit());
  `;
  execFileSync(process.execPath, ['--input-type=module', '-e', code], { stdio: 'pipe' });
  return file;
}
