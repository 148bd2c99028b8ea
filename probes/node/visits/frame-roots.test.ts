import type { Protocol } from 'devtools-protocol';
import { expect, it } from 'vitest';
import { rootsOfFrames } from './frame-roots.ts';

type Scope = Protocol.Debugger.Scope;

const scope = (type: Scope['type'], objectId: string, line = 0): Scope => ({
  type,
  object: { type: 'object', objectId },
  startLocation: { scriptId: '1', lineNumber: line, columnNumber: 0 },
});
const frame = (scriptId: string, scopeChain: Scope[], self = 'undefined'): Protocol.Debugger.CallFrame => ({
  callFrameId: '',
  functionName: 'f',
  url: '',
  location: { scriptId, lineNumber: 5, columnNumber: 0 },
  scopeChain,
  this: self === 'undefined' ? { type: 'undefined' } : { type: 'object', objectId: self },
});
const fileOf = (scriptId: string) => ({ '1': 'file:///app/a.mjs', '2': 'file:///app/b.mjs' })[scriptId];

it('begins with modules, then closures, then this, and last what ends with the call', () => {
  const frames = [
    frame('1', [scope('local', 'l', 5), scope('closure', 'c', 3), scope('module', 'm')], 'self'),
  ];
  expect(rootsOfFrames(frames, fileOf).values).toEqual(['m', 'c', 'self', 'l']);
});

it('takes what several frames share once, and nothing of Node', () => {
  const frames = [
    frame('1', [scope('local', 'l1', 5), scope('module', 'm1'), scope('global', 'g')]),
    frame('9', [scope('local', 'node')]),
    frame('1', [scope('local', 'l2', 9), scope('module', 'm1 again'), scope('global', 'g')]),
    frame('2', [scope('local', 'l3', 1), scope('module', 'm2'), scope('global', 'g')]),
  ];
  expect(rootsOfFrames(frames, fileOf).values).toEqual(['m1', 'm2', 'g', 'l1', 'l2', 'l3']);
});

it('names the variables of a module alone for good', () => {
  const { roots } = rootsOfFrames([frame('1', [scope('module', 'm'), scope('closure', 'c', 3)])], fileOf);
  expect(roots.map(({ scope: name }) => name)).toEqual(['module 1 0:0', '']);
});
