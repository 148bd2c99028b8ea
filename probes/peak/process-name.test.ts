import { expect, it } from 'vitest';
import { processName } from './process-name.ts';

it.each([
  [['/usr/bin/node', '--max-old-space-size=4096', '/app/node_modules/.bin/tsc', '-p', '.'], 'node tsc'],
  [['/app/node_modules/@esbuild/linux-x64/bin/esbuild', '--service=0.25.0', '--ping'], 'esbuild'],
  [['npm run build'], 'npm run build'],
  [['node'], 'node'],
])('%j is %s', (command, name) => {
  expect(processName(command)).toBe(name);
});
