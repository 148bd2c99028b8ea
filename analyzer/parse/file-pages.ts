import { readSync } from 'node:fs';
import type { Bytes } from '../../format/units.ts';

const pageSize: Bytes = 1 << 16;
const keptPages = 64;

/** Pieces of a file that are mostly asked for in runs, read through a few pages kept in memory. */
export class FilePages {
  private readonly descriptor: number;
  private readonly pages = new Map<number, Buffer>();

  constructor(descriptor: number) {
    this.descriptor = descriptor;
  }

  /** A piece that lies in the file, to be used before the next one is asked for. */
  read(from: Bytes, to: Bytes): Buffer {
    const page = Math.floor(from / pageSize);
    const offset = from - page * pageSize;
    if (offset + (to - from) <= pageSize) return this.page(page).subarray(offset, offset + (to - from));
    const bytes = Buffer.allocUnsafe(to - from);
    this.fill(bytes, from);
    return bytes;
  }

  forget(): void {
    this.pages.clear();
  }

  private page(number: number): Buffer {
    let page = this.pages.get(number);
    if (page === undefined) {
      page = this.freePage();
      this.fill(page, number * pageSize);
      this.pages.set(number, page);
    }
    return page;
  }

  /** The page read longest ago is used again: runs do not come back, so recency need not be kept. */
  private freePage(): Buffer {
    if (this.pages.size < keptPages) return Buffer.allocUnsafeSlow(pageSize);
    const [oldest, page] = this.pages.entries().next().value!;
    this.pages.delete(oldest);
    return page;
  }

  private fill(into: Buffer, from: Bytes): void {
    for (let done = 0; done < into.length; ) {
      const read = readSync(this.descriptor, into, done, into.length - done, from + done);
      if (read === 0) return;
      done += read;
    }
  }
}
