import { expect, it } from 'vitest';
import { rootsOfFrames, unnamed } from './frame-roots.ts';

const location = { scriptId: '1', lineNumber: 4, columnNumber: 2 };
const remote = (objectId: string, className = 'Object') => ({ type: 'object', className, objectId });
const scope = (type: string, objectId: string, isLocal = false) => ({
  ...{ type, object: remote(objectId) },
  ...(isLocal ? { location } : {}),
});
const frame = (scriptId: string, self: string) => ({
  functionName: 'work',
  location: { ...location, scriptId },
  scopeChain: [
    scope('nestedLexical', 'block', true),
    scope('functionName', 'name', true),
    scope('closure', 'closure'),
    scope('closure', 'module'),
    scope('globalLexicalEnvironment', 'lexical'),
    scope('global', 'global'),
  ],
  this: remote(self, self === 'global' ? 'JSGlobalProxy' : 'Store'),
});

it('begins with the modules of the program, and ends with what ends with its call', () => {
  const fileOf = (id: string) => (id === '1' ? '/app/a.mjs' : undefined);
  const roots = rootsOfFrames([frame('1', 'store'), frame('9', 'other'), frame('1', 'global')], fileOf);
  expect(roots.map(({ objectId, module, root }) => [objectId, module, root.scope])).toEqual([
    ['module', '1', 'module 1'],
    ['closure', undefined, unnamed],
    ['closure', undefined, unnamed],
    ['store', undefined, undefined],
    ['block', undefined, ''],
    ['block', undefined, ''],
  ]);
});
