import { execFileSync } from 'node:child_process';
import {
  copyFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { RecordingManifest } from '../../format/recording.ts';
import { UserError } from '../../format/user-error.ts';
import { exampleManifest } from '../../testing/example-recording.ts';
import { openRecording } from './open-recording.ts';
import { openSource } from './open-source.ts';

const captureNames = ['001.heapsnapshot', '002.heapsnapshot', '003.heapsnapshot'];
const startedAt = 1_700_000_000_000;

let room: string;
let whole: string;
let recording: string;

beforeAll(() => {
  room = mkdtempSync(join(tmpdir(), 'heaptrail-open-'));
  whole = join(room, 'whole.heaptrail');
  mkdirSync(join(whole, 'captures'), { recursive: true });
  takeSnapshots(captureNames.map((name) => join(whole, 'captures', name)));
  writeFileSync(join(whole, 'recording.json'), JSON.stringify(manifestOf(whole), undefined, 2));
  writeFileSync(join(whole, 'ledger.ndjson'), ledgerText(20));
});

afterAll(() => rmSync(room, { recursive: true, force: true }));

beforeEach(() => {
  recording = join(room, 'cut.heaptrail');
  rmSync(recording, { recursive: true, force: true });
  cpSync(whole, recording, { recursive: true });
});

describe('a recording that was killed while it redacted', () => {
  it('names what was left in plain text', () => {
    writeFileSync(join(recording, 'captures/003.heapsnapshot.plain'), 'secret');
    expect(openRecording(recording).limits).toEqual([
      expect.stringMatching(/003\.heapsnapshot\.plain is a capture that was not redacted, .*: delete it$/),
    ]);
  });
});

describe('a whole recording', () => {
  it('has its pulses as well, and names the one that was torn', () => {
    const pulse = { at: 5, duration: 20, watermark: 101, survivors: { counts: [50], bytes: [900] } };
    writeFileSync(join(recording, 'pulses.ndjson'), `${JSON.stringify(pulse)}\n{"at":6,"dur`);
    const { pulses, limits } = openRecording(recording);
    expect(pulses).toEqual([pulse]);
    expect(limits).toEqual(['pulses.ndjson has 1 torn line, not used']);
  });

  it('opens with its captures in order of time, its samples and no limits', () => {
    const opened = openRecording(recording);
    expect(opened.captures).toEqual([
      {
        file: join(recording, 'captures/001.heapsnapshot'),
        label: 'capture 1',
        at: startedAt + 1_000,
        operations: 100,
        epoch: 'one',
      },
      {
        file: join(recording, 'captures/002.heapsnapshot'),
        label: 'capture 2',
        at: startedAt + 2_000,
        operations: 200,
        epoch: 'one',
      },
      {
        file: join(recording, 'captures/003.heapsnapshot'),
        label: 'capture 3',
        at: startedAt + 3_000,
        operations: 300,
        epoch: 'one',
      },
    ]);
    expect(opened.samples).toHaveLength(20);
    expect(opened.limits).toEqual([]);
  });

  it('opens by its folder and by its manifest', () => {
    expect(openSource([join(recording, 'recording.json')]).captures).toEqual(
      openSource([recording]).captures,
    );
  });
});

describe('a recording cut at any byte', () => {
  it('uses every whole capture although the manifest is torn', () => {
    const file = join(recording, 'recording.json');
    fc.assert(
      fc.property(fc.integer({ min: 0, max: statSync(join(whole, 'recording.json')).size - 1 }), (at) => {
        cut(file, 'recording.json', at);
        const opened = openRecording(recording);
        expect(opened.manifest).toBeUndefined();
        expect(opened.captures.map(({ label }) => label).sort()).toEqual([
          'capture 1',
          'capture 2',
          'capture 3',
        ]);
        expect(opened.samples).toHaveLength(20);
        expect(opened.limits[0]).toContain('recording.json');
      }),
    );
  });

  it('keeps every whole line of a torn ledger', () => {
    const text = readFileSync(join(whole, 'ledger.ndjson'), 'utf8');
    fc.assert(
      fc.property(fc.integer({ min: 0, max: text.length }), (at) => {
        cut(join(recording, 'ledger.ndjson'), 'ledger.ndjson', at);
        const opened = openRecording(recording);
        const lines = text.slice(0, at).split('\n');
        const wholeLines = lines.filter((line) => line.endsWith('}')).length;
        expect(opened.samples).toHaveLength(wholeLines);
        expect(opened.captures).toHaveLength(3);
      }),
    );
  });

  it.each(['with', 'without'])('names the torn capture and uses the others, %s a manifest', (manifest) => {
    const torn = 'captures/002.heapsnapshot';
    if (manifest === 'without') rmSync(join(recording, 'recording.json'));
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }), (share) => {
        cut(join(recording, torn), torn, Math.floor(statSync(join(whole, torn)).size * 0.9999 * share));
        const opened = openRecording(recording);
        expect(opened.captures.map(({ label }) => label).sort()).toEqual(['capture 1', 'capture 3']);
        expect(opened.limits.join('\n')).toMatch(
          /capture 2 is not used: its file (is empty|is cut off|has \d+ bytes)/,
        );
      }),
      { numRuns: 40 },
    );
  });

  it('opens when all of it is cut somewhere, and never uses a torn capture', () => {
    const shares = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 5, maxLength: 5 });
    const files = ['recording.json', 'ledger.ndjson', ...captureNames.map((name) => `captures/${name}`)];
    fc.assert(
      fc.property(shares, (share) => {
        files.forEach((file, i) => {
          cut(join(recording, file), file, Math.floor(statSync(join(whole, file)).size * share[i]));
        });
        const opened = openUnlessNothingIsLeft();
        for (const { file } of opened?.captures ?? []) {
          expect(statSync(file).size).toBe(statSync(file.replace(recording, whole)).size);
        }
      }),
      { numRuns: 40 },
    );
  });
});

describe('a recording whose probe died', () => {
  it('uses a capture that was whole on disk before the manifest could say so', () => {
    const manifest = manifestOf(recording);
    const captures = [manifest.captures[0], { ...manifest.captures[1], status: 'writing' as const }];
    writeManifest({ ...manifest, state: 'recording', captures });
    const opened = openRecording(recording);
    expect(opened.captures.map(({ label }) => label).sort()).toEqual(['capture 1', 'capture 2', 'capture 3']);
    expect(opened.limits).toEqual(['the recording was cut off or is still running']);
  });

  it('says why a capture failed and why the recording ended', () => {
    const manifest = manifestOf(recording);
    const failed = { ...manifest.captures[2], status: 'failed' as const, failure: 'the target exited' };
    writeManifest({
      ...manifest,
      state: 'interrupted',
      endReason: 'the target exited',
      captures: [...manifest.captures.slice(0, 2), failed],
      notes: ['capture 2 was forced'],
    });
    const opened = openRecording(recording);
    expect(opened.captures).toHaveLength(2);
    expect(opened.limits).toEqual([
      'capture 3 is not used: the target exited',
      'the recording was interrupted: the target exited',
      'capture 2 was forced',
    ]);
  });

  it('opens with its captures alone', () => {
    rmSync(join(recording, 'recording.json'));
    rmSync(join(recording, 'ledger.ndjson'));
    const opened = openRecording(recording);
    expect(opened.captures).toHaveLength(3);
    expect(opened.limits).toHaveLength(2);
  });

  it('opens with its ledger alone', () => {
    rmSync(join(recording, 'recording.json'));
    rmSync(join(recording, 'captures'), { recursive: true });
    expect(openRecording(recording).samples).toHaveLength(20);
  });

  it('names captures whose files are gone', () => {
    rmSync(join(recording, 'captures'), { recursive: true });
    const opened = openRecording(recording);
    expect(opened.captures).toEqual([]);
    expect(opened.limits).toHaveLength(3);
    expect(opened.limits[0]).toContain('is missing');
  });
});

describe('what is no recording', () => {
  const refusal = (make: () => string): UserError => {
    const path = make();
    try {
      openRecording(path);
    } catch (error) {
      expect(error).toBeInstanceOf(UserError);
      return error as UserError;
    }
    throw new Error(`${path} was opened`);
  };

  it('is refused with the reason and the next step', () => {
    const folder = (name: string, files: Record<string, string> = {}): string => {
      const path = mkdtempSync(join(room, name));
      for (const [file, text] of Object.entries(files)) writeFileSync(join(path, file), text);
      return path;
    };
    expect(refusal(() => folder('empty-')).message).toMatch(/is empty$/);
    expect(refusal(() => folder('other-', { 'package.json': '{}' })).message).toContain('is not a recording');
    expect(refusal(() => join(folder('file-', { a: 'x' }), 'a')).message).toContain('is a file');
    expect(refusal(() => join(room, 'nowhere')).code).toBe('no-such-file');
    expect(refusal(() => folder('loose-', { 'a.heapsnapshot': '{}' })).next).toContain('heaptrail analyze');
  });

  it('is a recording of another schema version, which is not guessed at', () => {
    writeFileSync(join(recording, 'recording.json'), '{"schemaVersion":99}');
    expect(refusal(() => recording).code).toBe('unknown-schema-version');
  });
});

function openUnlessNothingIsLeft(): ReturnType<typeof openRecording> | undefined {
  try {
    return openRecording(recording);
  } catch (error) {
    if (error instanceof UserError && error.code === 'not-a-recording') return undefined;
    throw error;
  }
}

/** A process with next to nothing in its heap, so that the snapshots are small. */
function takeSnapshots(files: readonly string[]): void {
  const script = 'for (const file of process.argv.slice(1)) require("node:v8").writeHeapSnapshot(file)';
  execFileSync(process.execPath, ['-e', script, ...files]);
}

function manifestOf(folder: string): RecordingManifest {
  const captures = captureNames.map((name, i) => ({
    file: `captures/${name}`,
    at: startedAt + (i + 1) * 1_000,
    size: statSync(join(folder, 'captures', name)).size,
    operations: (i + 1) * 100,
  }));
  return exampleManifest(startedAt, captures, { endedAt: startedAt + 20_000 });
}

function writeManifest(manifest: RecordingManifest): void {
  writeFileSync(join(recording, 'recording.json'), JSON.stringify(manifest));
}

function ledgerText(lines: number): string {
  return Array.from(
    { length: lines },
    (_, i) => `${JSON.stringify({ at: startedAt + i * 1_000, rss: 5e7 + i })}\n`,
  ).join('');
}

function cut(path: string, original: string, at: number): void {
  copyFileSync(join(whole, original), path);
  truncateSync(path, at);
}
