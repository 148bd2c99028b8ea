import { expect, it } from 'vitest';
import { captureRefusal, hasSafeV8Snapshot, inProcessRefusal } from './bun-versions.ts';

it('refuses the versions whose programs may crash after a snapshot, and no others', () => {
  const isRefused = (version: string) => captureRefusal(1, version) !== undefined;
  const older = ['1.1.45', '1.2.0', '1.2.1', '1.2.10', '1.2.22', '1.2.23', '1.3.0', '1.3.6', '1.3.7'];
  expect(older.filter((version) => !isRefused(version))).toEqual([]);
  expect(['1.3.8', '1.3.14', '1.4.0-canary.1', '1.4.5', '2.0.0'].filter(isRefused)).toEqual([]);
});

it('says which version to take, and what can be recorded of this one', () => {
  expect(captureRefusal(4711, '1.2.22')).toMatchObject({
    code: 'bun-crashes',
    message: 'process 4711 runs Bun 1.2.22: before 1.3.8 a program may crash after a heap snapshot',
    next: expect.stringMatching(/1\.3\.8 or later, .*--captures 0/),
  });
});

it('knows from which version on the other kind of snapshot is safe', () => {
  expect(['1.3.13', '1.3.14', '1.4.0-canary.1'].map(hasSafeV8Snapshot)).toEqual([false, true, true]);
});

it('refuses snapshots that a program takes of itself where they may end it, and names the way that works', () => {
  expect(inProcessRefusal(1, '1.3.6')?.message).toContain('before 1.3.8');
  expect(inProcessRefusal(1, '1.3.13')).toMatchObject({
    code: 'bun-crashes',
    message: expect.stringContaining('before 1.3.14'),
    next: expect.stringContaining('heaptrail record -- COMMAND'),
  });
  expect(['1.3.14', '1.4.5'].map((version) => inProcessRefusal(1, version))).toEqual([undefined, undefined]);
});
