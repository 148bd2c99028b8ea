import { expect, it } from 'vitest';
import { countsOutside, perfRefusal } from './perf-refusal.ts';

const user = {
  isRoot: false,
  paranoid: 2,
  isPrivileged: false,
  isFiltered: false,
  kernel: '6.8.0-40-generic',
};
const root = { ...user, isRoot: true, isPrivileged: true };
/** What perf 6.1 says if the kernel does not let it. */
const refused = `Error:
Access to performance monitoring and observability operations is limited.
perf_event_paranoid setting is 4:`;

it.each([
  [
    'the system allows it to nobody else',
    refused,
    { ...user, paranoid: 4 },
    /only to root .* is 4\); .*sysctl kernel\.perf_event_paranoid=2$/,
  ],
  [
    'a container filters the call',
    'Error:\nNo permission to enable page-faults event.',
    { ...root, isPrivileged: false, isFiltered: true },
    /container forbids .* --cap-add PERFMON/,
  ],
  [
    'the process is another user’s',
    'Error:\nNo permission to enable page-faults event.',
    user,
    /as the user of the process, or as root$/,
  ],
  [
    'a container of root without rights',
    'perf_event_open(...) failed: Operation not permitted',
    { ...root, isPrivileged: false },
    /although heaptrail runs as root/,
  ],
  [
    'perf is a script without a perf',
    'WARNING: perf not found for kernel 6.8.0-40',
    user,
    /apt install linux-tools-6\.8\.0-40-generic$/,
  ],
  [
    'something else',
    "\nevent syntax error: 'page-faults'\n more",
    root,
    /perf could not begin \(event syntax error: 'page-faults'\)$/,
  ],
])('says what to do if %s', (_, said, rights, sentence) => {
  const told = perfRefusal(said, rights);
  expect(told).toMatch(sentence);
  expect(told).not.toContain('\n');
});

it.each([
  ['the first user namespace', '         0          0 4294967295\n', true],
  ['a container without root', '         0      65534          1\n', false],
  ['a container with a range of users', '         0     100000      65536\n', false],
  ['a kernel without user namespaces', undefined, true],
])('capabilities are worth something outside: %s', (_, users, counts) => {
  expect(countsOutside(users)).toBe(counts);
});
