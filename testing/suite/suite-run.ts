import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type SuiteFindings, type SuiteReport, suiteReport } from '../../analyzer/suites/suite-report.ts';
import { renderSuite } from '../../analyzer/suites/suite-text.ts';
import { suiteSizeFile, suiteVariables } from '../../format/suite-evidence.ts';
import type { FoundSurvivors } from '../../format/suite-report.ts';
import { readEvidence } from '../../probes/suite/evidence-folder.ts';
import { SuiteLedger } from '../../probes/suite/suite-ledger.ts';
import { type SuiteOptions, suiteOptions } from './suite-options.ts';
import { writeOutputs } from './write-outputs.ts';

/** What is loaded into workers; CommonJS, beside this file. */
export const preload = fileURLToPath(new URL('./preload.cjs', import.meta.url));
const explainProgram = fileURLToPath(new URL('./explain-suite.js', import.meta.url));

/** One run of a suite that is looked at, from its start to its table. */
export class SuiteRun {
  readonly #folder = mkdtempSync(join(tmpdir(), 'heaptrail-suite-'));
  readonly #options: SuiteOptions;
  readonly #directory: string;

  /**
   * What this process starts from now on knows where evidence goes.
   * @throws UserError for an option that is not known
   */
  constructor(options: SuiteOptions, directory: string) {
    this.#options = suiteOptions(options, process.env);
    this.#directory = directory;
    process.once('exit', () => rmSync(this.#folder, { recursive: true, force: true }));
    process.env[suiteVariables.folder] = this.#folder;
    process.env[suiteVariables.async] = this.#options.async ? '1' : '0';
  }

  /** Whether handles and promises are followed. */
  get isAsync(): boolean {
    return this.#options.async === true;
  }

  /** So many files are about to be run. */
  begin(files: number): void {
    writeFileSync(join(this.#folder, suiteSizeFile), String(files), { mode: 0o600 });
  }

  /** One of them is given to a worker. */
  beginFile(): void {
    new SuiteLedger(this.#folder).begin();
  }

  /** Prints the table, writes what was asked for, and removes the evidence. */
  async end(): Promise<SuiteReport> {
    try {
      const findings = await this.#findings();
      const relative = (file: string) =>
        file.startsWith(`${this.#directory}/`) ? file.slice(this.#directory.length + 1) : file;
      const testFiles = new Set(findings.lines.map(({ file }) => relative(file)));
      const suite = suiteReport(findings, testFiles, Date.now());
      process.stdout.write(renderSuite(suite, findings.lines, findings.workers, hasColors()));
      writeOutputs(suite.report, this.#options.outputs ?? [], this.#directory);
      if (this.#options.failOnLeaks && suite.leaks.length > 0) process.exitCode = 1;
      return suite;
    } finally {
      const { keep } = this.#options;
      if (keep !== undefined) cpSync(this.#folder, resolve(this.#directory, keep), { recursive: true });
      // In watch mode the next run begins at once.
      for (const name of readdirSync(this.#folder)) rmSync(join(this.#folder, name));
    }
  }

  async #findings(): Promise<SuiteFindings> {
    const evidence = readEvidence(this.#folder);
    const lines = evidence.filter((line) => line.kind === 'file');
    const workers = evidence.filter((line) => line.kind === 'worker');
    if (evidence.every(({ capture }) => capture === undefined))
      return { lines, workers, found: [], limits: [] };
    const { NODE_OPTIONS: _, NODE_V8_COVERAGE: __, ...env } = process.env;
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [explainProgram, this.#folder, this.#directory],
      { env, maxBuffer: 1 << 26 },
    );
    const answers = stdout
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as { readonly found?: FoundSurvivors; readonly limit?: string });
    return {
      lines,
      workers,
      found: answers.flatMap(({ found }) => found ?? []),
      limits: answers.flatMap(({ limit }) => limit ?? []),
    };
  }
}

function hasColors(): boolean {
  return process.stdout.isTTY === true && process.env.NO_COLOR === undefined;
}
