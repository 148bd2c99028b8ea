import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { UserError } from '../../format/user-error.ts';
import { openLooseSnapshots } from './open-loose-snapshots.ts';
import { openSource } from './open-source.ts';
import { snapshotFault } from './snapshot-fault.ts';

let room: string;
const smallest = '{"snapshot":{},"nodes":[],"edges":[],"strings":["a"]}';

beforeEach(() => {
  room = mkdtempSync(join(tmpdir(), 'heaptrail-loose-'));
});
afterEach(() => rmSync(room, { recursive: true, force: true }));

function snapshot(name: string, secondsAgo = 0, text = smallest): string {
  const file = join(room, name);
  writeFileSync(file, text);
  const time = 1_700_000_000 - secondsAgo;
  utimesSync(file, time, time);
  return file;
}

const labels = (files: string[]) => openLooseSnapshots(files).captures.map(({ label }) => label);

describe('loose snapshots', () => {
  it('are ordered by file time where it tells them apart, and the order is said', () => {
    const files = [snapshot('10.heapsnapshot', 10), snapshot('2.heapsnapshot', 60)];
    const opened = openLooseSnapshots(files);
    expect(opened.captures.map(({ label }) => label)).toEqual(['2.heapsnapshot', '10.heapsnapshot']);
    expect(opened.captures.every(({ at }) => at === undefined)).toBe(true);
    expect(opened.limits.at(-1)).toBe(
      'the files are compared in the order of their times: 2.heapsnapshot, 10.heapsnapshot',
    );
  });

  it('stay as given where their times are those of one copy', () => {
    expect(labels([snapshot('b.heapsnapshot'), snapshot('a.heapsnapshot')])).toEqual([
      'b.heapsnapshot',
      'a.heapsnapshot',
    ]);
  });

  it('carry a time where V8 named them', () => {
    const opened = openLooseSnapshots([
      snapshot('Heap.20260115.103130.7.0.002.heapsnapshot', 90),
      snapshot('Heap.20260115.103000.7.0.001.heapsnapshot', 10),
    ]);
    const [first, second] = opened.captures;
    expect(first.label).toContain('.001.');
    expect((second.at ?? 0) - (first.at ?? 0)).toBe(90_000);
  });

  it('are refused by name when one is missing, torn or something else', () => {
    const refused = (file: string) =>
      expect(() => openLooseSnapshots([snapshot('a.heapsnapshot'), file])).toThrow(UserError);
    refused(join(room, 'none.heapsnapshot'));
    refused(snapshot('torn.heapsnapshot', 0, smallest.slice(0, -2)));
    refused(snapshot('text.heapsnapshot', 0, 'hello'));
  });

  it('are known by their whole paths where names repeat, and each is named once', () => {
    mkdirSync(join(room, 'later'));
    const files = [snapshot('1.heapsnapshot'), snapshot('later/1.heapsnapshot')];
    expect(labels(files)).toEqual(files);
    expect(() => openLooseSnapshots([files[0], files[0]])).toThrow(/named twice/);
  });

  it('are not mixed with recordings', () => {
    expect(() => openSource([room, snapshot('a.heapsnapshot')])).toThrow(/is a folder/);
    expect(() => openSource([])).toThrow(/nothing to analyze/);
  });
});

describe('the end of a snapshot', () => {
  it.each([
    ['whole', smallest, undefined],
    ['with white space', `${smallest}\n`, undefined],
    ['cut before the last bracket', smallest.slice(0, -1), 'its file is cut off'],
    [
      'cut inside a string that looks like the end',
      '{"snapshot":{},"strings":["\\"]}',
      'its file is cut off',
    ],
    ['a last string that ends with a backslash', '{"snapshot":{},"strings":["\\\\"]}', undefined],
  ])('%s', (_, text, fault) => {
    expect(snapshotFault(snapshot('x.heapsnapshot', 0, text))).toBe(fault);
  });
});

describe('a file', () => {
  const fault = (text: string) => snapshotFault(snapshot('some.heapsnapshot', 0, text));

  it('may have its sections in another order', () => {
    expect(fault('{"strings":["a"],"snapshot":{},"edges":[],"nodes":[]}')).toBeUndefined();
    expect(fault('{"strings":["a"],"nodes":[],"edges":[],"snapshot":{}}\n')).toBeUndefined();
  });

  it('is named for what it is', () => {
    expect(fault('{"head":{"callFrame":{}},"samples":[]}')).toBe(
      'it is a sampling heap profile, which shows allocations and not what is alive',
    );
    expect(fault('{"nodes":[],"startTime":1,"endTime":2,"samples":[],"timeDeltas":[]}')).toBe(
      'it is a CPU profile',
    );
    expect(fault('{"name":"x"}')).toBe('it has no "snapshot" header: not a heap snapshot');
  });

  it('that is cut off within a string of brackets is cut off', () => {
    expect(fault('{"snapshot":{},"nodes":[],"edges":[],"strings":["if (x) { y() }')).toBe(
      'its file is cut off',
    );
  });

  it('that is a pipe is not waited for', () => {
    const pipe = join(room, 'pipe.heapsnapshot');
    execFileSync('mkfifo', [pipe]);
    expect(snapshotFault(pipe)).toMatch(/cannot be read \(not a regular file\)/);
    expect(() => openSource([pipe])).toThrow(/not a regular file/);
  });
});
