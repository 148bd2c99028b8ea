import { describe, expect, test } from 'vitest';
import { classifyMappings, type EngineOfProcess } from './classify-mappings.ts';
import { parseSmaps } from './parse-smaps.ts';
import { mappingAt } from './part-of-address.ts';

/** Entries as real processes have them, in one line each: range, permissions, flags, path. */
function drawn(...lines: readonly string[]): string {
  return lines
    .map((line) => {
      const [range, permissions, flags, path = ''] = line.split(' ') as [string, string, string, string?];
      const marks = flags === '-' ? '' : `VmFlags: mr mw me ${flags.replaceAll(',', ' ')} \n`;
      return `${range} ${permissions} 00000000 00:00 0 ${path}\nSize: 8 kB\nRss: 4 kB\nAnonHugePages: 0 kB\n${marks}`;
    })
    .join('');
}

function partsOf(engine: EngineOfProcess, ...lines: readonly string[]) {
  return classifyMappings(parseSmaps(drawn(...lines)), engine)
    .filter(({ permissions }) => !permissions.startsWith('---'))
    .map(({ part, file }) => (file === undefined ? part : `${part} ${file}`));
}

describe('a Node process', () => {
  test('has its heap at random addresses, and marks it', () => {
    expect(partsOf('v8', '2eeb748c0000-2eeb74900000 rw-p dc,nr')).toEqual(['heap']);
    expect(partsOf('v8', '2eeb748c0000-2eeb748cd000 r--p -')).toEqual(['heap']);
  });

  test('has code in a range of its own, with writable heads of pages', () => {
    expect(
      partsOf(
        'v8',
        '7fbb4c000000-7fbb4c002000 rw-p dc,nr',
        '7fbb4c002000-7fbb4c003000 ---p dc,nr',
        '7fbb4c003000-7fbb4c03f000 rwxp dc,nr',
        '7fbb4c03f000-7fbb6be40000 ---p dc,nr',
      ),
    ).toEqual(['code', 'code']);
  });

  test('tells a memory of WebAssembly by the room above it from an ArrayBuffer that can grow, and from tables', () => {
    expect(
      partsOf(
        'v8',
        '7f7b7c000000-7f7b7ca00000 rw-p dc,nr',
        '7f7b7ca00000-7f7dfc000000 ---p dc,nr',
        '7fc000000000-7fc000a00000 rw-p dc,nr',
        '7fc000a00000-7fc004000000 ---p dc,nr',
        '7fd000000000-7fd000010000 r--p dc,nr',
        '7fd000010000-7fd000020000 rw-p dc,nr',
        '7fd000020000-7fd010000000 ---p dc,nr',
      ),
    ).toEqual(['wasm', 'arrayBuffers', 'heap', 'heap']);
  });
});

describe('an allocator', () => {
  test('has a heap, arenas with room to a multiple of their size, and single blocks', () => {
    expect(
      partsOf(
        'v8',
        '1cea5000-1d168000 rw-p ac [heap]',
        '7fbb6c000000-7fbb6c021000 rw-p nr',
        '7fbb6c021000-7fbb70000000 ---p nr',
        '7fbb80000000-7fbb84000000 rw-p nr',
        '7fbb90123000-7fbb94000000 rw-p ac',
      ),
    ).toEqual(['mallocHeap', 'mallocArenas', 'mallocArenas', 'mallocBlocks']);
  });

  test('is not taken for the stack that it touches', () => {
    expect(
      partsOf(
        'v8',
        '7fbb7253a000-7fbb7253b000 ---p nh',
        '7fbb7253b000-7fbb72d3b000 rw-p ac,nh',
        '7fbb72d3b000-7fbb7453e000 rw-p ac',
      ),
    ).toEqual(['stacks', 'mallocBlocks']);
    // Older kernels merge the two, and mark neither.
    expect(partsOf('v8', '7fbb7253a000-7fbb7253b000 ---p ac', '7fbb7253b000-7fbb7453e000 rw-p ac')).toEqual([
      'mallocBlocks',
    ]);
    expect(partsOf('v8', '7fbb7253a000-7fbb7253b000 ---p ac', '7fbb7253b000-7fbb72d3b000 rw-p ac')).toEqual([
      'stacks',
    ]);
  });
});

test('the zeroed data of a file counts as the file, and what is large does not', () => {
  expect(
    partsOf(
      'v8',
      '563e000-565d000 rw-p ac /usr/bin/node',
      '565d000-5689000 rw-p ac',
      '7fbb74a14000-7fbb74a17000 rw-p ac /usr/lib/libstdc++.so.6.0.30',
      '7fbb74a17000-7fbb74f17000 rw-p ac',
    ),
  ).toEqual(['files node', 'files node', 'files libstdc++.so.6.0.30', 'mallocBlocks']);
});

test('names files, replaced ones too, and tells shared memory from them', () => {
  expect(
    partsOf(
      'v8',
      '7f0000000000-7f0000001000 r-xp - /app/better_sqlite3.node',
      '7f0000002000-7f0000003000 r--p - /app/libvips-cpp.so.42 (deleted)',
      '7f0000004000-7f0000005000 rw-s - /dev/shm/x',
      '7f0000006000-7f0000007000 rw-s - anon_inode:[io_uring]',
      '7f0000008000-7f0000009000 r-xp - [vdso]',
      '7ffcc8687000-7ffcc86a8000 rw-p gd,ac [stack]',
    ),
  ).toEqual(['files better_sqlite3.node', 'files libvips-cpp.so.42', 'shared', 'shared', 'other', 'stacks']);
});

test('a Bun process has its allocator at chosen addresses, and may have a cage', () => {
  expect(
    partsOf(
      'jsc',
      '44f8e400000-44fce400000 rw-p nr',
      '7f3000000000-7f3fd4b39000 rw-p nr',
      '7f3fd4b39000-7f4000000000 ---p nr',
      '7f4e00000000-7f4f00000000 rw-p nr',
      '7f4f351ff000-7f4f751ff000 rwxp dc,nr,nh',
      '7f5200000000-7f5200a00000 rw-p nr',
      '7f5200a00000-7f53ffa00000 ---p nr',
    ),
  ).toEqual(['mallocArenas', 'arrayBuffers', 'heap', 'code', 'wasm']);
});

test('gives the mapping of an address', () => {
  const mappings = classifyMappings(
    parseSmaps(drawn('1000-2000 rw-p ac [heap]', '3000-4000 r-xp - /usr/bin/node')),
    'v8',
  );
  expect(mappingAt(mappings, 0x1fff)?.part).toBe('mallocHeap');
  expect(mappingAt(mappings, 0x3000)?.file).toBe('node');
  expect([0xfff, 0x2000, 0x4000].map((address) => mappingAt(mappings, address))).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
});
