import { readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { takeRealSnapshot } from '../../testing/real-snapshot.ts';
import { ScratchFolder } from '../../testing/scratch-folder.ts';
import { readSnapshot } from './read-snapshot.ts';
import { scanNodeIds } from './scan-snapshot.ts';

const scratch = new ScratchFolder();
afterAll(() => scratch.remove());

const real = takeRealSnapshot(scratch.path);
const packed = gzipSync(readFileSync(real));

describe('a packed snapshot', () => {
  it('is read like the one in it, whatever its name', () => {
    const expected = readSnapshot(real);
    for (const file of [scratch.write(packed, 'heapsnapshot.gz'), scratch.write(packed)]) {
      const columns = readSnapshot(file);
      expect(Buffer.compare(new Uint8Array(columns.edgeTo), new Uint8Array(expected.edgeTo))).toBe(0);
      expect(columns.strings.get(columns.nodeName[100]!)).toBe(expected.strings.get(expected.nodeName[100]!));
      columns.strings.close();
      expect(scanNodeIds(file).nodeId).toEqual(expected.nodeId);
    }
    expected.strings.close();
  });

  it('leaves nothing behind', () => {
    const mine = () => readdirSync(tmpdir()).filter((name) => name.startsWith(`heaptrail-${process.pid}-`));
    const { strings } = readSnapshot(scratch.write(packed));
    expect(mine()).toEqual([]);
    strings.close();
  });

  it('is refused where it was cut', () => {
    for (const length of [3, 20, packed.length >> 1, packed.length - 1]) {
      expect(() => readSnapshot(scratch.write(packed.subarray(0, length)))).toThrow(
        /the gzip file is cut off/,
      );
    }
  });

  it('is refused where it was damaged', () => {
    const damaged = Buffer.from(packed);
    damaged.fill(0xff, 5_000, 5_100);
    expect(() => readSnapshot(scratch.write(damaged))).toThrow(/the gzip file is damaged: Z_DATA_ERROR/);
  });

  it('is refused where something else is in it', () => {
    expect(() => readSnapshot(scratch.write(gzipSync('hello')))).toThrow(
      /is not a JSON object: not a heap snapshot/,
    );
    expect(() => readSnapshot(scratch.write(gzipSync('')))).toThrow(/the file is empty/);
  });
});
