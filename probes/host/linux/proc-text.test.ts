import { describe, expect, it } from 'vitest';
import {
  countConnectionsAt,
  hasNoIpv6,
  parseListenSockets,
  parseMemAvailable,
  parseMemoryCgroup,
  parseNulSeparated,
  parseSignalMasks,
  parseStat,
  parseStatus,
  socketInode,
} from './proc-text.ts';

describe('parseStatus', () => {
  const text = [
    'Name:\tnode',
    'State:\tS (sleeping)',
    'Tgid:\t42',
    'Uid:\t1000\t1000\t1000\t1000',
    'VmSize:\t    2048 kB',
    'VmRSS:\t    1024 kB',
    'RssAnon:\t     512 kB',
    'VmPTE:\t       8 kB',
    'VmSwap:\t       0 kB',
    'Threads:\t11',
  ].join('\n');

  it('reads memory in bytes and who the process is', () => {
    expect(parseStatus(text)).toEqual({
      state: 'S',
      threadGroup: 42,
      uid: 1000,
      virtualSize: 2048 * 1024,
      rss: 1024 * 1024,
      rssAnonymous: 512 * 1024,
      pageTables: 8 * 1024,
      swap: 0,
      threads: 11,
    });
  });

  it('leaves out what a zombie does not have', () => {
    expect(parseStatus('State:\tZ (zombie)\nTgid:\t7\nUid:\t0\t0\t0\t0')).toEqual({
      state: 'Z',
      threadGroup: 7,
      uid: 0,
    });
  });
});

it('tells a signal from its neighbors in the masks', () => {
  const catches = (mask: string) =>
    parseSignalMasks(`SigBlk:\t0000000000000200\nSigCgt:\t${mask}`).catches('SIGUSR1');
  expect(catches('0000000108000200')).toBe(true);
  expect(catches('0000000000000100')).toBe(false);
  expect(catches('0000000000000400')).toBe(false);
  expect(catches('ffffffffffffffff')).toBe(true);
  expect(parseSignalMasks('SigBlk:\t0000000000000200').blocks('SIGUSR1')).toBe(true);
  expect(parseSignalMasks('').blocks('SIGUSR1')).toBe(false);
});

describe('parseStat', () => {
  it('finds the fields behind a name with spaces and parentheses', () => {
    const fields = Array.from({ length: 50 }, (_, i) => i + 3).join(' ');
    expect(parseStat(`42 (a ) b (c) ${fields}`)).toEqual({
      minorFaults: 10,
      majorFaults: 12,
      cpu: (14 + 15) * 10,
      startedAfterBoot: 220,
    });
  });
});

describe('parseNulSeparated', () => {
  it('keeps empty arguments in the middle and drops the padding at the end', () => {
    expect(parseNulSeparated('node\0\0-e\0\0\0')).toEqual(['node', '', '-e']);
    expect(parseNulSeparated('')).toEqual([]);
  });
});

describe('parseListenSockets', () => {
  const header =
    '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n';

  it('reads IPv4 listeners and leaves out connections', () => {
    const text =
      header +
      '   0: 0100007F:240D 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 111 1 0\n' +
      '   1: 0100007F:240D 0100007F:A3D2 01 00000000:00000000 00:00000000 00000000     0        0 222 1 0\n';
    expect(parseListenSockets(text, 4)).toEqual([
      { inode: '111', family: 4, address: '127.0.0.1', port: 9229 },
    ]);
  });

  it('reads IPv6 listeners in the order of the address', () => {
    const text =
      header +
      '   0: 00000000000000000000000001000000:2454 00000000000000000000000000000000:0000 0A 0:0 00:0 0 0 0 333 1 0\n' +
      '   1: B80D0120000000000000000001000000:0050 00000000000000000000000000000000:0000 0A 0:0 00:0 0 0 0 444 1 0\n';
    expect(parseListenSockets(text, 6)).toEqual([
      { inode: '333', family: 6, address: '0:0:0:0:0:0:0:1', port: 9300 },
      { inode: '444', family: 6, address: '2001:db8:0:0:0:0:0:1', port: 80 },
    ]);
  });
});

describe('hasNoIpv6', () => {
  it('is true only if no socket of TCP is counted', () => {
    expect(hasNoIpv6('TCP6: inuse 0\nUDP6: inuse 2\n')).toBe(true);
    expect(hasNoIpv6('TCP6: inuse 10\nUDP6: inuse 0\n')).toBe(false);
    expect(hasNoIpv6('')).toBe(false);
  });
});

describe('countConnectionsAt', () => {
  it('counts what is established at our end of the port, and nothing that listens or ends', () => {
    const text = [
      '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode',
      '   0: 0100007F:2405 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 1 1 0',
      '   1: 0100007F:2405 0100007F:D431 01 00000000:00000000 00:00000000 00000000     0        0 2 1 0',
      '   2: 0100007F:D431 0100007F:2405 01 00000000:00000000 00:00000000 00000000     0        0 3 1 0',
      '   3: 0100007F:2405 0100007F:D432 06 00000000:00000000 00:00000000 00000000     0        0 0 1 0',
    ].join('\n');
    expect(countConnectionsAt(text, 9221)).toBe(1);
    expect(countConnectionsAt(text, 9229)).toBe(0);
  });
});

describe('socketInode', () => {
  it('knows sockets from files', () => {
    expect(socketInode('socket:[12345]')).toBe('12345');
    expect(socketInode('/tmp/socket:[1]')).toBeUndefined();
    expect(socketInode('pipe:[12345]')).toBeUndefined();
  });
});

describe('parseMemAvailable', () => {
  it('takes the available memory, not the free one', () => {
    expect(parseMemAvailable('MemFree: 1 kB\nMemAvailable:   2048 kB\n')).toBe(2048 * 1024);
    expect(parseMemAvailable('MemFree: 1 kB\n')).toBeUndefined();
  });
});

describe('parseMemoryCgroup', () => {
  it('reads the unified hierarchy', () => {
    expect(parseMemoryCgroup('0::/user.slice/app.service\n')).toEqual({
      version: 2,
      path: '/user.slice/app.service',
    });
  });

  it('prefers the memory controller of version 1 if both are mounted', () => {
    expect(parseMemoryCgroup('5:cpu,cpuacct:/a\n4:memory:/docker/1:2\n0::/b\n')).toEqual({
      version: 1,
      path: '/docker/1:2',
    });
  });

  it('finds none if there is none', () => {
    expect(parseMemoryCgroup('3:pids:/a\n')).toBeUndefined();
  });
});
