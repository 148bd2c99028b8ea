import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { inflateSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exampleManifest } from '../../testing/example-recording.ts';
import { takeRealSnapshot } from '../../testing/real-snapshot.ts';
import { ScratchFolder } from '../../testing/scratch-folder.ts';
import type { Diagnosis } from '../diagnosis.ts';
import { examine } from './examine.ts';

const scratch = new ScratchFolder();
afterAll(() => scratch.remove());

/** Put together when it runs, so that nothing but the heap has it. */
const secret = 'hunter2@example.com';
const program = `
  const secret = ['hunter2', 'example.com'].join('@');
  class Session { constructor() { this.owner = secret + ' owns it'; } }
  globalThis.sessions = new Map([[secret, new Session()]]);
  globalThis.byOwner = { [secret]: new Session() };`;

/** With a page's tables as text: what they say counts, and their base64 has every short word by chance. */
function unpacked(text: string): string {
  const table = /(<script type="text\/plain" id="table-[^>]*>)([^<]*)/g;
  return text.replace(table, (_, tag, base64) => tag + inflateSync(Buffer.from(base64, 'base64')));
}

/** As the build makes it. */
const code = { script: 'console.log(1)', style: '' };

const recording = join(scratch.path, 'agent.heaptrail');
const capture = join(recording, 'captures/001.heapsnapshot');

/** Of a person with a home, whose arguments are nobody's business. */
function layRecording(): void {
  const snapshot = takeRealSnapshot(scratch.path, program);
  mkdirSync(join(recording, 'captures'), { recursive: true });
  copyFileSync(snapshot, capture);
  const at = 1_790_000_000_000;
  const size = statSync(capture).size;
  const manifest = exampleManifest(at, [{ file: 'captures/001.heapsnapshot', at, size }]);
  const command = ['/home/ada/bin/node', '/home/ada/agent/agent.mjs', '--owner=grace', 'grace'];
  const target = { ...manifest.target, command, directory: '/home/ada/agent' };
  writeFileSync(join(recording, 'recording.json'), JSON.stringify({ ...manifest, target }));
  const samples = Array.from({ length: 9_000 }, (_, second) => ({
    at: at + 1_000 * second,
    rss: 100_000_000 + second,
    heapUsed: 50_000_000,
  }));
  writeFileSync(
    join(recording, 'ledger.ndjson'),
    samples.map((sample) => `${JSON.stringify(sample)}\n`).join(''),
  );
}

beforeAll(layRecording);

async function examined(
  name: string,
  change: { readonly withoutCaptures?: string } = {},
): Promise<Diagnosis> {
  const room = join(scratch.path, `${name}-room`);
  mkdirSync(room);
  const out = join(scratch.path, name);
  const diagnosis = await examine(
    { recording, scratch: room, out, program: 'agent 1.0', ...change },
    { code },
  );
  // What was needed meanwhile is gone, and what was given is still there.
  expect(readdirSync(room)).toEqual([]);
  expect(existsSync(capture)).toBe(true);
  return diagnosis;
}

describe('the bundle', () => {
  let diagnosis: Diagnosis;
  let texts: readonly string[];
  beforeAll(async () => {
    diagnosis = await examined('bundle');
    const { folder, files } = diagnosis.bundle!;
    texts = files.map((name) => unpacked(readFileSync(join(folder, name), 'utf8')));
  });

  it('has everything but the snapshot, and less than 1 MB', () => {
    const { folder, files, bytes } = diagnosis.bundle!;
    expect(files).toEqual(['issue.md', 'report.json', 'ledger.ndjson', 'page.html']);
    expect(readdirSync(folder).toSorted()).toEqual(files.toSorted());
    const sizes = files.map((name) => statSync(join(folder, name)).size);
    expect(sizes.reduce((all, size) => all + size)).toBe(bytes);
    expect(bytes).toBeLessThan(1_000_000);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(statSync(join(folder, 'issue.md')).mode & 0o777).toBe(0o600);
  });

  it('has no contents of strings, no values of arguments and no home', () => {
    expect(readFileSync(capture, 'utf8')).toContain(secret);
    expect(texts[3]).toMatch(/id="table-objects">.*"strings":\["/s);
    for (const text of [...texts, JSON.stringify(diagnosis)]) {
      for (const word of [secret, 'hunter2', 'grace', 'ada/']) expect(text).not.toContain(word);
    }
    expect(diagnosis.report.target?.command).toBe('~/bin/node ~/agent/agent.mjs --owner=*** ***');
  });

  it('has the ledger from its beginning to its end, with fewer samples', () => {
    const lines = texts[2].trimEnd().split('\n');
    expect(lines.length).toBeGreaterThan(1_000);
    expect(lines.length).toBeLessThan(9_000);
    expect(JSON.parse(lines[0]).rss).toBe(100_000_000);
    expect(JSON.parse(lines.at(-1)!).rss).toBe(100_008_999);
  });

  it('has a text for an issue that says what it was made of', () => {
    expect(texts[0]).toContain(`# ${diagnosis.issue.title}\n`);
    expect(diagnosis.issue.body).toContain(
      '- program: agent 1.0\n- runtime: node v20.20.2\n- system: linux x64',
    );
    expect(diagnosis.rung).toBe('snapshot');
    expect(diagnosis.text).not.toContain(scratch.path);
  });
});

it('judges memory alone if captures cannot be judged, and says so', async () => {
  const { rung, notes, report, bundle } = await examined('light', { withoutCaptures: 'no memory for it' });
  expect(rung).toBe('ledger');
  expect(notes).toEqual(['no memory for it']);
  expect(report.coverage).toMatchObject({
    captures: 0,
    limits: expect.arrayContaining(['no memory for it']),
  });
  expect(bundle!.files).toContain('page.html');
});

it('answers even if the bundle cannot be written', async () => {
  writeFileSync(join(scratch.path, 'taken'), '');
  const { bundle, notes, verdict } = await examined('taken', { withoutCaptures: 'left out' });
  expect(bundle).toBeUndefined();
  expect(notes[1]).toMatch(/^the bundle could not be written to .*EEXIST/);
  expect(verdict.outcome).toBe('inconclusive');
});
