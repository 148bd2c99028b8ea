import { expect, it } from 'vitest';
import { dependencyIn } from './code-package.ts';

it.each([
  ['file:///app/node_modules/express/lib/router.js', 'express'],
  ['/app/node_modules/@nestjs/core/index.js', '@nestjs/core'],
  ['/app/node_modules/a/node_modules/b/index.js', 'b'],
  ['/app/node_modules/.pnpm/express@4.1.0/node_modules/express/index.js', 'express'],
  ['C:\\app\\node_modules\\ws\\index.js', 'ws'],
  ['webpack:///./node_modules/left-pad/index.js', 'left-pad'],
  ['file:///app/src/my_node_modules/x.js', undefined],
])('%s is of the package %s', (url, name) => {
  expect(dependencyIn(url)).toBe(name);
});
