import { fileURLToPath } from 'node:url';
import type { Reporter, Vitest } from 'vitest/node';
import type { SuiteOptions } from './suite/suite-options.ts';
import { preload, SuiteRun } from './suite/suite-run.ts';

export type { SuiteOptions } from './suite/suite-options.ts';

const setup = fileURLToPath(new URL('./suite/vitest-setup.js', import.meta.url));

/** `reporters: ['default', 'heaptrail/vitest-reporter']`: says at the end which test files leave what behind. */
export default class SuiteReporter implements Reporter {
  readonly #options: SuiteOptions;
  #run: SuiteRun | undefined;

  constructor(options: SuiteOptions = {}) {
    this.#options = options;
  }

  onInit(vitest: Vitest): void {
    this.#run = new SuiteRun(this.#options, vitest.config.root);
    for (const { config } of vitest.projects) {
      // What a worker tells its runner is enough, and a file more to load costs each worker some 20 ms.
      if (this.#run.isAsync) config.setupFiles.unshift(setup);
      config.execArgv.push('--require', preload);
    }
  }

  async onTestRunEnd(): Promise<void> {
    await this.#run?.end();
  }
}
