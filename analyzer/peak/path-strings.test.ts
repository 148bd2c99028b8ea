import { expect, it } from 'vitest';
import { subjectOf } from './path-strings.ts';

it.each([
  ['/app/node_modules/three/build/three.js', 'three'],
  ['/app/node_modules/a/node_modules/@scope/b/index.js?commonjs-proxy', '@scope/b'],
  ['file:///app/src/index.ts', 'your files'],
  ['\0/app/src/index.ts?raw', 'your files'],
  ['/usr/lib/typescript/lib.d.ts', 'other files'],
  ['/application/src/index.ts', 'other files'],
])('%j is one of %s', (path, subject) => {
  expect(subjectOf(path, '/app')).toBe(subject);
});
