import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { say } from './suite/name-scope.ts';
import type { SuiteOptions } from './suite/suite-options.ts';
import { preload, SuiteRun } from './suite/suite-run.ts';

export type { SuiteOptions } from './suite/suite-options.ts';

const setup = fileURLToPath(new URL('./suite/jest-setup.cjs', import.meta.url));

/** What a reporter of jest is given, as far as it is used here. */
interface Test {
  readonly path: string;
  readonly context: { config: { readonly setupFilesAfterEnv: readonly string[] } };
}

/** `reporters: ['default', 'heaptrail/jest-reporter']`: says at the end which test files leave what behind. */
export default class SuiteReporter {
  readonly #run: SuiteRun;
  readonly #options: string | undefined;

  constructor({ rootDir }: { readonly rootDir: string }, options: SuiteOptions = {}) {
    this.#run = new SuiteRun(options, rootDir);
    this.#options = process.env.NODE_OPTIONS;
    // Workers are started later. Without workers, the tests run here.
    process.env.NODE_OPTIONS = `${this.#options ?? ''} --require ${JSON.stringify(preload)}`.trim();
    createRequire(import.meta.url)(preload);
  }

  onRunStart({ numTotalTestSuites }: { readonly numTotalTestSuites: number }): void {
    this.#run.begin(numTotalTestSuites);
  }

  onTestFileStart({ context }: Test): void {
    this.#run.beginFile();
    const { config } = context;
    if (config.setupFilesAfterEnv.includes(setup)) return;
    context.config = { ...config, setupFilesAfterEnv: [setup, ...config.setupFilesAfterEnv] };
  }

  /** Where tests run in this process, their environment is gone by now. */
  onTestFileResult(): void {
    say({ kind: 'left' });
  }

  async onRunComplete(): Promise<void> {
    if (this.#options === undefined) delete process.env.NODE_OPTIONS;
    else process.env.NODE_OPTIONS = this.#options;
    say({ kind: 'ended' });
    await this.#run.end();
  }
}
