import { expect, it } from 'vitest';
import type { Suspect } from '../../format/suspect.ts';
import { sessions } from '../../testing/example-reports.ts';
import { mergeSuspects } from './merge-suspects.ts';
import { tellExternalShare } from './suspect.ts';

const kibi = 1024;

const map: Suspect = {
  ...sessions,
  survivors: { counts: [360, 120, 120, 120], bytes: [30 * kibi, 10 * kibi, 10 * kibi, 10 * kibi] },
  growth: { objectsPerInterval: 120, bytesPerInterval: 10 * kibi, bytesPerHour: 600 * kibi },
  externalShare: 0.5,
  evidence: ['survivors by birth: 120 / 120 / 120'],
};

/** The memory behind the entries of the Map: the engine holds it for them. */
const buffers: Suspect = {
  ...sessions,
  fingerprint: '69328c56',
  kind: 'buffer',
  title: 'native code gains 120 Buffers per interval',
  holders: [],
  survivors: { counts: [361, 120, 120, 120], bytes: [8000, 2790, 2790, 2790].map((size) => size * kibi) },
  growth: { objectsPerInterval: 120, bytesPerInterval: 2790 * kibi, bytesPerHour: 167_400 * kibi },
  externalShare: 1,
  retainedSize: 0,
  evidence: [],
};

it.each([
  ['after', [map, buffers]],
  ['before', [buffers, map]],
])('what nobody holds belongs to whom it was born together with, told %s it', (_, suspects) => {
  const [merged, ...others] = mergeSuspects(suspects).map(tellExternalShare);
  expect(others).toEqual([]);
  expect(merged).toMatchObject({
    fingerprint: map.fingerprint,
    title: map.title,
    holders: map.holders,
    survivors: { counts: map.survivors.counts, bytes: [8030, 2800, 2800, 2800].map((size) => size * kibi) },
    growth: { objectsPerInterval: 120, bytesPerInterval: 2800 * kibi, bytesPerHour: 168_000 * kibi },
    externalShare: 1,
    evidence: [
      'survivors by birth: 120 / 120 / 120',
      'together with it: native code gains 120 Buffers per interval',
      '100 % of the growth is outside the JavaScript heap, in ArrayBuffers and similar objects',
    ],
  });
});

it('what nobody holds stands alone where it was born at another pace', () => {
  const other = { ...buffers, survivors: { ...buffers.survivors, counts: [9, 70, 70, 70] } };
  expect(mergeSuspects([other, map])).toEqual([other, map]);
});

it('a child process stands for its pipes, also where only these are held', () => {
  const pipes: Suspect = { ...sessions, kind: 'handles', entryClass: 'Pipe' };
  const child: Suspect = {
    ...pipes,
    entryClass: 'Process',
    title: 'gains 2,000 child processes',
    holders: [],
  };
  for (const suspects of [
    [pipes, child],
    [child, pipes],
  ]) {
    const [merged, ...others] = mergeSuspects(suspects);
    expect(others).toEqual([]);
    expect(merged.title).toBe(child.title);
    expect(merged.holders).toEqual(pipes.holders);
  }
});

/** Both are held by native code alone. */
const wrappers: Suspect = {
  ...buffers,
  fingerprint: '1b0b5000',
  kind: 'objects',
  title: 'native code gains 120 Blob objects per interval',
  entryClass: 'Blob',
  growth: { objectsPerInterval: 120, bytesPerInterval: 12 * kibi },
};

it.each([
  ['after', [wrappers, { ...buffers, entryClass: 'Buffer' }]],
  ['before', [{ ...buffers, entryClass: 'Buffer' }, wrappers]],
])('a wrapper that a reader knows stands for its Buffers, told %s them', (_, suspects) => {
  const merged = mergeSuspects(suspects);
  expect(merged.map(({ title }) => title)).toEqual([wrappers.title]);
  expect(merged[0].evidence).toContain(`together with it: ${buffers.title}`);
});

it.each([
  [1020, 1],
  [1021, 2],
])('what was born together may differ by just a rest: 1,000 and %i are %i suspects', (count, suspects) => {
  const counts = (each: number) => ({ ...map.survivors, counts: [0, each, each, each] });
  const both = [
    { ...map, survivors: counts(1000) },
    { ...buffers, survivors: counts(count) },
  ];
  expect(mergeSuspects(both)).toHaveLength(suspects);
});
