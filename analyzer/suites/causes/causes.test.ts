import { expect, it } from 'vitest';
import type { SuiteHolder } from '../../../format/suite-report.ts';
import type { PathStep } from '../../../format/suspect.ts';
import { causeOf, causes } from './index.ts';

const testFiles = new Set(['test/a.test.js']);
const step = (name: string, rest: Partial<PathStep> = {}): PathStep => ({
  edge: '.x',
  name,
  kind: 'object',
  ...rest,
});
const module = (name: string) => step(name, { edge: '', kind: 'module' });

function holder(rest: Partial<SuiteHolder>): SuiteHolder {
  return {
    fingerprint: '0123abcd',
    className: 'Map',
    expression: 'kept',
    path: [module('src/app.js'), step('Map')],
    bytes: 1,
    objects: 1,
    entryClass: 'Session',
    ...rest,
  };
}

it.each<[string | undefined, Partial<SuiteHolder>]>([
  [undefined, {}],
  ['test file', { path: [module('test/a.test.js'), step('Array')] }],
  [undefined, { path: [module('test/a.test.js')], keptBy: [{ edge: '[]', name: 'function f' }] }],
  ['mocks', { expression: 'REGISTERED_MOCKS', path: [module('node_modules/@vitest/spy/dist/index.js')] }],
  ['runner', { path: [module('node_modules/jest-runtime/build/index.js'), step('Map')] }],
  ['runner', { isHeldFromOutside: true }],
  ['Node itself', { isHeldByRuntime: true }],
  ['Node itself', { path: [module('node:internal/modules/package_json_reader'), step('SafeMap')] }],
  ['Node itself', { expression: '', path: [] }],
  ['Node itself', { className: 'LoadCache', path: [module('src/app.js'), step('LoadCache')] }],
  ['timer', { path: [module('node:internal/timers'), step('Timeout'), step('Map')] }],
  [
    'listener of the process',
    { expression: 'process._events.exit', path: [step('process', { kind: 'root' }), step('Array')] },
  ],
  ['window', { path: [module('src/app.js'), step('Window'), step('Map')] }],
  ['open handle', { path: [module('src/app.js'), step('Server'), step('Map')] }],
  ['environment', { expression: 'runtime._moduleRegistry' }],
])('tells %s', (name, rest) => {
  expect(causeOf(holder(rest), testFiles)?.name).toBe(name);
});

it('each has a name of its own, and says what to do', () => {
  const names = causes.map(({ cause }) => cause.name);
  expect(new Set(names).size).toBe(names.length);
  for (const { cause } of causes) {
    expect(cause.words).not.toBe('');
    expect(cause.remedy).not.toBe('');
  }
});
