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
