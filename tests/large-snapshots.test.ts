import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { drawHeap } from '../testing/heap-builder.ts';
import { ScratchFolder } from '../testing/scratch-folder.ts';
import { heaptrail } from './heaptrail-command.ts';

const scratch = new ScratchFolder();
afterAll(() => scratch.remove());

let captures: string[];
beforeAll(() => {
  captures = drawHeap((h) => {
    const cache = h.map();
    h.root.property('cache', cache);
    for (let capture = 0; capture < 4; capture++) {
      for (let i = 0; i < 300; i++)
        cache.set(h.string(`hunter2 ${capture}.${i}`), h.object('Entry', { size: 200 }));
      h.capture();
    }
  }).writeTo(scratch.path);
});

describe('snapshots that are large, packed or private', () => {
  it('are refused before they are read if they need more memory than allowed', async () => {
    const { code, stderr, stdout } = await heaptrail(['analyze', ...captures, '--max-memory', '20m']);
    expect(stderr).toMatch(
      /1\.heapsnapshot needs about 9\d\.\d MiB of memory, but only 20\.0 MiB is available/,
    );
    expect(stderr).toMatch(/allow more with --max-memory/);
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
    expect((await heaptrail(['analyze', ...captures, '--max-memory', '20'])).stderr).toMatch(
      /"20" is not a size/,
    );
  });

  it('give the same suspects packed and redacted', async () => {
    const packed = captures.map((file) => scratch.write(gzipSync(readFileSync(file)), 'heapsnapshot.gz'));
    const redacted = captures.map((_, at) => join(scratch.path, `${at}-redacted.heapsnapshot`));
    for (const [at, file] of captures.entries()) {
      const { code, stdout } = await heaptrail(['redact', file, redacted[at]!]);
      expect({ code, stdout }).toEqual({
        code: 0,
        stdout: expect.stringMatching(/: [\d,]+ strings replaced/),
      });
      expect(readFileSync(redacted[at]!, 'utf8')).not.toContain('hunter2');
    }
    const [plainly, ...others] = await Promise.all(
      [captures, packed, redacted].map((files) => heaptrail(['analyze', '--json', ...files])),
    );
    const suspects = (stdout: string) => JSON.parse(stdout).suspects;
    expect(plainly!.code).toBe(1);
    expect(suspects(plainly!.stdout)).toHaveLength(1);
    const shapes = (stdout: string) =>
      suspects(stdout).map((s: { fingerprint: string; kind: string }) => [s.fingerprint, s.kind]);
    for (const { stdout } of others) expect(shapes(stdout)).toEqual(shapes(plainly!.stdout));
  });

  it('are not written over', async () => {
    const before = readFileSync(captures[1]!);
    const { code, stderr } = await heaptrail(['redact', captures[0]!, captures[1]!]);
    expect(stderr).toMatch(/already exists/);
    expect(code).toBe(2);
    expect(readFileSync(captures[1]!).equals(before)).toBe(true);
    const torn = scratch.write(before.subarray(0, -40));
    const output = join(scratch.path, 'none.heapsnapshot');
    expect((await heaptrail(['redact', torn, output])).stderr).toMatch(/its file is cut off/);
    expect(existsSync(output)).toBe(false);
  });
});
