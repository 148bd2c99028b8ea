/**
 * `[test] preload = ["heaptrail/bun-suite"]` in bunfig.toml: says at the end of `bun test` which test files leave what behind.
 * The options are those of the environment.
 */
import path from 'node:path';
import { gainsText, reportOfGains } from '../analyzer/suites/class-gains.ts';
import type { HeapStats } from './leak-test/growing-classes.ts';
import { BunFiles } from './suite/bun-files.ts';
import { suiteOptions } from './suite/suite-options.ts';
import { writeOutputs } from './suite/write-outputs.ts';

interface BunTest {
  readonly beforeEach: (hook: () => void) => void;
  readonly afterAll: (hook: () => void) => void;
}
interface Plugin {
  readonly name: string;
  readonly setup: (build: {
    onResolve(options: { readonly filter: RegExp }, callback: (asked: Asked) => undefined): void;
  }) => void;
}
interface Asked {
  readonly path: string;
  readonly importer: string;
}
interface BunGlobal {
  readonly main: string;
  gc(synchronously: boolean): void;
  plugin(plugin: Plugin): void;
}

// Named by variables: only Bun has them, and its types are not installed everywhere.
const [jscName, testName]: string[] = ['bun:jsc', 'bun:test'];
const { heapStats }: { readonly heapStats: () => HeapStats } = await import(jscName);
const { beforeEach, afterAll }: BunTest = await import(testName);
const { Bun } = globalThis as unknown as { readonly Bun: BunGlobal };

const directory = process.cwd();
const options = suiteOptions({}, process.env);
const files = new BunFiles(() => {
  Bun.gc(true);
  const { heapSize, objectTypeCounts } = heapStats();
  return { heapSize, objectTypeCounts };
});

// No hook runs when a file is over, but the next one is asked for, by nobody, before it is loaded.
Bun.plugin({
  name: 'heaptrail',
  setup: (build) =>
    build.onResolve({ filter: /./ }, ({ importer }) => {
      if (importer === '') files.leave();
      return undefined;
    }),
});
beforeEach(() => files.enter(path.relative(directory, Bun.main)));
afterAll(() => {
  files.leave();
  const report = reportOfGains(files.found, Date.now());
  process.stdout.write(gainsText(report, files.found));
  writeOutputs(report, options.outputs ?? [], directory);
  if (options.failOnLeaks && report.suspects.length > 0) throw new Error(report.verdict.sentence);
});
