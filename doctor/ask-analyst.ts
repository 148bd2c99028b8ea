import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Millis } from '../format/units.ts';
import type { FromAnalyst } from './analyst/messages.ts';
import type { Diagnosis } from './diagnosis.ts';
import type { Examination, OnShare } from './examine/examine.ts';

export interface AnalystTerms {
  /** heaptrail's own files. */
  readonly program: URL;
  readonly within: Millis;
  readonly signal: AbortSignal | undefined;
  readonly onShare: OnShare;
}

/**
 * Lets a process of its own examine the recording: a heap that is analyzed takes memory and time that the program has not.
 * @throws Error if there is no answer in time, or none at all
 */
export async function askAnalyst(
  examination: Examination,
  { program, within, signal, onShare }: AnalystTerms,
): Promise<Diagnosis> {
  const script = fileURLToPath(new URL('doctor/analyst/analyst.js', program));
  const analyst = spawn(process.execPath, [script, JSON.stringify(examination)], {
    env: environmentOf(process.env),
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const stop = () => analyst.kill('SIGKILL');
  const timer = setTimeout(stop, within);
  signal?.addEventListener('abort', stop);
  let last: FromAnalyst | undefined;
  let errors = '';
  analyst.stdin.on('error', () => {});
  analyst.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors = (errors + text).slice(-longestError);
  });
  createInterface({ input: analyst.stdout }).on('line', (line) => {
    last = messageIn(line) ?? last;
    if (last?.kind === 'progress') onShare(last.phase, last.share);
  });
  try {
    const code = await new Promise<number | null>((resolve, reject) => {
      analyst.on('error', reject);
      analyst.on('close', resolve);
    });
    if (last?.kind === 'done') return last.diagnosis;
    if (last?.kind === 'failed') throw new Error(last.message);
    throw new Error(code === null ? `no answer in ${within / 1000} s` : reasonIn(errors, code));
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', stop);
  }
}

const longestError = 4_000;

/** What a crash prints last is rarely what it says. */
function reasonIn(errors: string, code: number): string {
  const line = errors.split('\n').find((each) => /error|memory|fatal/i.test(each));
  return line?.trim() ?? `the analysis ended with exit code ${code}`;
}

function messageIn(line: string): FromAnalyst | undefined {
  try {
    return JSON.parse(line) as FromAnalyst;
  } catch {
    // A warning of the runtime.
    return undefined;
  }
}

/** Options for the program are none for the analysis; programs that carry their runtime become that runtime. */
function environmentOf(own: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const { NODE_OPTIONS: _, BUN_OPTIONS: __, BUN_INSPECT: ___, ...rest } = own;
  return { ...rest, BUN_BE_BUN: '1', ELECTRON_RUN_AS_NODE: '1' };
}
