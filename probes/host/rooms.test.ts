import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { hostFor } from './this-host.ts';

const root = path.resolve(import.meta.dirname, '../..');
/** They read what only Linux has, and are entered only if the host has a view of its kernel. */
const linuxRooms = ['probes/host/linux/', 'probes/mappings/', 'probes/allocator/', 'probes/native/'];
/** Of these rooms, this file is where others enter. */
const enters = ['probes/host/this-host.ts', 'probes/ledger/parts-reader.ts'];

/** A path that begins a string: words for people have it in their midst, or say PID. */
const readsProc = /(['"`])\/proc(?!\/PID)(\/|\1)/;

const sources = [
  'probes',
  'cli',
  'testing',
  'doctor',
  'analyzer',
  'assist',
  'fleet',
  'viewer',
  'judgement',
  'format',
]
  .flatMap((floor) =>
    readdirSync(path.join(root, floor), { recursive: true, encoding: 'utf8' }).map(
      (file) => `${floor}/${file}`,
    ),
  )
  .filter((file) => /(?<!\.test|\.d)\.ts$/.test(file) && !linuxRooms.some((room) => file.startsWith(room)))
  .map((file) => ({ file, lines: readFileSync(path.join(root, file), 'utf8').split('\n') }));

it('reads /proc in its own rooms alone', () => {
  expect(readsProc.test('readFileSync(`/proc/self/status`)')).toBe(true);
  expect(readsProc.test(`proc = '/proc'`)).toBe(true);
  const found = sources.flatMap(({ file, lines }) =>
    lines
      .filter((line) => readsProc.test(line) && !/^\s*(\*|\/\*|\/\/)/.test(line))
      .map((line) => `${file}: ${line}`),
  );
  expect(found).toEqual([]);
});

it('uses what reads it through the host', () => {
  const found = sources.filter(
    ({ file, lines }) =>
      !enters.includes(file) && lines.some((line) => /from '.*host\/(linux|portable)\//.test(line)),
  );
  expect(found.map(({ file }) => file)).toEqual([]);
});

it.each([
  ['linux', undefined, 'linux'],
  ['linux', 'portable', 'portable'],
  ['darwin', undefined, 'portable'],
  ['win32', 'linux', 'portable'],
])('on %s, asked for %s, it is the %s one', (platform, wanted, name) => {
  expect(hostFor(platform, wanted).name).toBe(name);
});
