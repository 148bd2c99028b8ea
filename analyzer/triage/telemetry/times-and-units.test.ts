import { describe } from 'vitest';
import {
  bytesOf,
  iso,
  itReads,
  kibiOf,
  months,
  pad,
  partsOf,
  pointed,
  type Shape,
  spaced,
  syslogDate,
} from '../../../testing/drawn-telemetry.ts';

describe('times', () => {
  const line = (stamp: (at: number) => string): Shape => {
    return ({ at, rss }) => `${stamp(at)} worker rss=${rss.toFixed(1)}MB`;
  };
  itReads(
    'ISO 8601 with a comma',
    line((at) => iso(at).replace('T', ' ').replace('.', ',').replace('Z', '')),
  );
  itReads(
    'with slashes',
    line((at) => `${iso(at).slice(0, 10).replaceAll('-', '/')} ${partsOf(at).clock}`),
  );
  itReads(
    'an epoch in seconds',
    line((at) => `[${at / 1_000}]`),
  );
  itReads('an epoch in milliseconds', line(String));
  itReads(
    'an epoch in microseconds',
    line((at) => `${at}000`),
  );
  itReads(
    'an epoch in nanoseconds',
    line((at) => `${at}000000`),
  );
  itReads(
    'syslog without a year',
    line((at) => `${syslogDate(at)} box web[77]: info`),
  );
  itReads('as web servers write them', ({ at, rss }) => {
    const { day, month, year, clock } = partsOf(at);
    return `- - [${pad(day)}/${months[month]}/${year}:${clock} +0000] rss=${rss.toFixed(1)}MB`;
  });
  itReads(
    'of Germany',
    line(
      (at) =>
        `${pad(partsOf(at).day)}.${pad(partsOf(at).month + 1)}.${partsOf(at).year} ${partsOf(at).clock}`,
    ),
  );
  itReads(
    'of toLocaleString',
    ({ at, rss }) =>
      `${new Date(at).toLocaleString('en-US', { timeZone: 'UTC' })}: rss ${''}rss=${rss.toFixed(1)}MB`,
  );
  itReads(
    'of Date.toString',
    line(
      (at) =>
        `${partsOf(at).weekday}, ${pad(partsOf(at).day)} ${months[partsOf(at).month]} ${partsOf(at).year} ${partsOf(at).clock} GMT`,
    ),
  );
  itReads(
    'of the day only',
    line((at) => `[${partsOf(at).clock}]`),
  );
  itReads('as an age in each line', ({ i, rss }) => `uptime=${i * 60 + 3}s rss=${rss.toFixed(1)}MB`);
  itReads('as a line of a date before', ({ at, rss }) => `--- ${iso(at)} ---\nmem rss=${rss.toFixed(1)}MB`);
});

describe('units', () => {
  itReads('KiB', ({ at, rss }) => `${iso(at)} rss=${kibiOf(rss)}KiB`);
  itReads(
    'kB with groups of digits',
    ({ at, rss }) => `${iso(at)} rss: ${kibiOf(rss).toLocaleString('en-US')} kB`,
  );
  itReads('GiB', ({ at, rss }) => `${iso(at)} rss=${(rss / 1024).toFixed(5)}GiB`);
  itReads('kB with a point between thousands', ({ at, rss }) => `${iso(at)} rss=${pointed(kibiOf(rss))} kB`);
  itReads('Ko with spaces between thousands', ({ at, rss }) => `${iso(at)} rss : ${spaced(kibiOf(rss))} Ko`);
  itReads(
    'GB with a comma before fractions',
    ({ at, rss }) => `${iso(at)} RSS: ${(rss / 1024).toFixed(5).replace('.', ',')} GB`,
  );
  itReads(
    'a number beside its name',
    ({ at, rss }) => `${iso(at)} rss ${rss.toFixed(1)} MB after 12 requests`,
  );
  itReads(
    'a name of two words',
    ({ at, rss }) => `${iso(at)} Resident Size: ${rss.toFixed(1)} MB, took 12 MB of cache`,
  );
  itReads('Mi', ({ at, rss }) => `${iso(at)} rss=${Math.round(rss)}Mi`);
  itReads(
    'bytes with groups of digits',
    ({ at, rss }) => `${iso(at)} rss=${bytesOf(rss).toLocaleString('en-US')}`,
  );
  itReads(
    'bytes with underscores',
    ({ at, rss }) => `${iso(at)} rss: ${bytesOf(rss).toLocaleString('en-US').replaceAll(',', '_')}`,
  );
});
