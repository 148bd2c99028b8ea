import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { analyze } from '../analyzer/analyze.ts';
import type { Report } from '../format/report.ts';
import { bunBinary } from '../scripts/fetch-bun.mjs';
import { nodeBinary } from '../scripts/fetch-node.mjs';
import { heaptrail } from './heaptrail-command.ts';

/** A server of sessions: one stays open and gains messages, and the others end, with or without a rest. */
const server = `
import { writeFileSync } from 'node:fs';
import http from 'node:http';
class Session {
  messages = [];
  constructor(id) { this.id = id; }
  say(text) { this.messages.push({ role: 'user', text: text + ' ' + this.messages.length }); }
}
const sessions = new Map([['main', new Session('main')]]);
const summaries = new Map();
const does = {
  begin: (id) => sessions.set(id, new Session(id)),
  say: (id) => sessions.get(id).say('so says ' + id),
  end: (id) => {
    if (process.env.KEEPS === 'yes') summaries.set(id, { id, lines: sessions.get(id).messages.map(({ text }) => text + '.') });
    sessions.delete(id);
  },
};
const app = http.createServer((request, response) => {
  const [, verb, id, times = 1] = request.url.split('/');
  for (let k = 0; k < times; k++) does[verb]?.(id);
  response.end('ok');
});
app.listen(0, '127.0.0.1', () => {
  writeFileSync('server.json', JSON.stringify({ port: app.address().port, next: 0 }));
  console.log('listening now');
});
setTimeout(() => process.exit(1), 100_000);
`;

/** In each interval the 12 sessions of the interval before end, 12 begin, and the one that stays gets 205 messages. */
const drive = `
import { readFileSync, writeFileSync } from 'node:fs';
const { port, next } = JSON.parse(readFileSync('server.json', 'utf8'));
const ask = async (path) => (await fetch('http://127.0.0.1:' + port + '/' + path)).text();
for (let id = next - 12; id >= 0 && id < next; id++) await ask('end/s' + id);
for (let id = next; id < next + 12; id++) {
  await ask('begin/s' + id);
  await ask('say/s' + id + '/12');
}
await ask('say/main/205');
writeFileSync('server.json', JSON.stringify({ port, next: next + 12 }));
`;

let room: string;
beforeAll(() => {
  room = mkdtempSync(join(tmpdir(), 'heaptrail-sessions-'));
});
afterAll(() => rmSync(room, { recursive: true, force: true }));

interface Judged {
  readonly plain: Report;
  readonly withEnds: Report;
}

async function checked(program: string, keeps: 'yes' | 'no'): Promise<Judged> {
  const folder = mkdtempSync(join(room, 'project-'));
  writeFileSync(join(folder, 'server.mjs'), server);
  writeFileSync(join(folder, 'drive.mjs'), drive);
  const out = join(folder, 'a.heaptrail');
  const words = [
    'check',
    '--drive',
    'drive.mjs',
    '--captures',
    '4',
    '--ready-line',
    'listening',
    '--no-sampling',
    '--json',
  ];
  const { stdout, stderr } = await heaptrail(
    [...words, '--out', out, '--expect-ends', '12', '--', program, 'server.mjs'],
    { cwd: folder, env: { KEEPS: keeps } },
  );
  if (stdout === '') throw new Error(`no report: ${stderr}`);
  return { plain: await analyze([out]), withEnds: JSON.parse(stdout) as Report };
}

const programs: ReadonlyArray<readonly [string, () => Promise<string>]> = [
  ['Node 24', () => nodeBinary(24)],
  ['Bun 1.4.5', () => bunBinary('1.4.5')],
];

describe.concurrent.each(programs)('%s', (_, program) => {
  it('tells what an open session gains as its state, if others end and leave nothing', async () => {
    const { plain, withEnds } = await checked(await program(), 'no');
    for (const { verdict, suspects } of [plain, withEnds]) {
      expect(suspects[0]).toMatchObject({ ofOpenOwner: true, confirmed: false });
      expect(suspects[0]!.title).toMatch(/sessions\[key\]\.messages` of Session gains 205 entries/);
      expect(suspects[0]!.evidence[0]).toMatch(
        /^it grows while an entry of `sessions` is open.* \d+ other entries ended/,
      );
      expect(verdict.outcome).toBe('possible');
    }
    expect(withEnds.suspects[0]!.evidence).toContain(
      'its gain does not follow the 12 that end in each interval',
    );
  });

  it('tells what ended sessions leave as a leak, before what the open one gains', async () => {
    const { plain, withEnds } = await checked(await program(), 'yes');
    for (const { verdict, suspects } of [plain, withEnds]) {
      expect(suspects[0]).toMatchObject({ confirmed: true });
      expect(suspects[0]!.title).toMatch(/Map `summaries` gains 12 entries/);
      expect(suspects[1]).toMatchObject({ ofOpenOwner: true, confirmed: false });
      expect(verdict.outcome).toBe('growth');
    }
    expect(withEnds.suspects[0]!.evidence).toContain(
      '1 object stays of each of the 12 that end in each interval',
    );
    expect(withEnds.suspects[0]!.confidence).toBeGreaterThan(plain.suspects[0]!.confidence);
  });
});
