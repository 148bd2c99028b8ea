import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder for the files of one test file; call `remove` in its `afterAll`. */
export class ScratchFolder {
  readonly path: string;
  private count = 0;

  constructor() {
    this.path = mkdtempSync(join(tmpdir(), 'heaptrail-test-'));
  }

  /** Writes a file with a name of its own; returns its path. */
  write(content: string | Uint8Array, extension = 'heapsnapshot'): string {
    const file = join(this.path, `${++this.count}.${extension}`);
    writeFileSync(file, content);
    return file;
  }

  remove(): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}
