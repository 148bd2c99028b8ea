import { constants } from 'node:fs';
import { mkdir, open } from 'node:fs/promises';
import path from 'node:path';
import type { Bytes } from '../../format/units.ts';

/** Some tens of thousands of events: a person who reads none of them reads no more either. */
const largest: Bytes = 10 << 20;

/** The events that nobody took, one JSON object a line, for the owner alone. */
export class Undelivered {
  readonly file: string;

  /** @param folder where the watch keeps its recordings */
  constructor(folder: string) {
    this.file = path.resolve(folder, 'undelivered.ndjson');
  }

  /** @returns whether it is kept */
  async keep(line: string): Promise<boolean> {
    try {
      await mkdir(path.dirname(this.file), { recursive: true, mode: 0o700 });
      // Another user's link must not lead us elsewhere.
      const { O_APPEND, O_CREAT, O_WRONLY, O_NOFOLLOW } = constants;
      const file = await open(this.file, O_APPEND | O_CREAT | O_WRONLY | O_NOFOLLOW, 0o600);
      try {
        if ((await file.stat()).size >= largest) return false;
        await file.appendFile(line);
        return true;
      } finally {
        await file.close();
      }
    } catch {
      return false;
    }
  }
}
