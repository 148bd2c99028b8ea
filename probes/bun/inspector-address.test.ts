import { expect, it } from 'vitest';
import { inspectorAddress } from './inspector-address.ts';

const at = (args: readonly string[], environment: Record<string, string> = {}) =>
  inspectorAddress(args, new Map(Object.entries(environment)));

it.each([
  [['--inspect=127.0.0.1:7778/mine', 'app.ts'], { kind: 'listens', port: 7778, path: '/mine' }],
  [['--inspect=127.0.0.1:0/mine'], { kind: 'listens', port: 0, path: '/mine' }],
  [['--inspect-wait=ws://[::1]:9000/a/b'], { kind: 'listens', port: 9000, path: '/a/b' }],
  [['--inspect=localhost/mine'], { kind: 'listens', port: 6499, path: '/mine' }],
  [['--inspect'], { kind: 'secret' }],
  [['--inspect=7782'], { kind: 'secret' }],
  [['app.ts'], { kind: 'none' }],
])('%j', (args, address) => {
  expect(at(args)).toEqual(address);
});

it('reads the variables that a compiled program obeys as well', () => {
  expect(at([], { BUN_INSPECT: 'ws://127.0.0.1:7779/mine?wait=1' })).toEqual({
    kind: 'listens',
    port: 7779,
    path: '/mine',
  });
  expect(at([], { BUN_OPTIONS: '--smol --inspect=127.0.0.1:7781/mine' })).toMatchObject({ port: 7781 });
  expect(at([], { BUN_INSPECT: 'unix:///tmp/a.sock' })).toEqual({ kind: 'none' });
  expect(at([], { BUN_INSPECT_CONNECT_TO: 'unix:///tmp/a.sock' })).toEqual({ kind: 'dials' });
});

it('prefers an inspector that listens to a collector that is gone', () => {
  const environment = { BUN_INSPECT_CONNECT_TO: 'unix:///tmp/a.sock' };
  expect(at(['--inspect=127.0.0.1:7778/mine'], environment)).toMatchObject({ kind: 'listens' });
});
