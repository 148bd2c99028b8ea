import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import * as v from 'valibot';
import { type TrimMeans, trimMeans } from '../../format/experiment.ts';
import type { TargetDescription } from '../../format/recording.ts';
import type { ExperimentSource, Trimmed } from '../connection.ts';
import type { DevtoolsSession } from '../transport/devtools-session.ts';
import { evaluateWithModules } from './inspector/evaluate-with-modules.ts';
import { builtin } from './inspector/target-expressions.ts';

const answer = v.union([
  v.object({ by: v.picklist(trimMeans), took: v.number() }),
  v.object({ refused: v.string() }),
]);

/**
 * Experiments with a Node process that cannot harm it. Garbage is collected by the inspector. Freed memory is given back by
 * `malloc_trim(3)` of glibc, which takes the locks that every `malloc` takes. Node has no binding for it: it is called
 * through `node:ffi` where Node has that, else through koffi if that is installed.
 */
export class NodeExperiments implements ExperimentSource {
  readonly #devtools: DevtoolsSession;
  readonly #target: TargetDescription;

  constructor(devtools: DevtoolsSession, target: TargetDescription) {
    this.#devtools = devtools;
    this.#target = target;
  }

  async collect(): Promise<void> {
    await this.#devtools.send('HeapProfiler.collectGarbage');
  }

  async trim(): Promise<Trimmed> {
    const { result, exceptionDetails } = await evaluateWithModules(this.#devtools, {
      expression: trimExpression(koffiFor(this.#target)),
      returnByValue: true,
      silent: true,
    });
    const parsed = v.safeParse(answer, result.value);
    if (parsed.success) return parsed.output;
    const [reason] = (exceptionDetails?.exception?.description ?? 'no answer').split('\n');
    return { refused: `the process could not call malloc_trim: ${reason}` };
  }
}

/** The library of koffi for the target, installed beside heaptrail or in the target's own project. */
function koffiFor({ address, platform, architecture, directory }: TargetDescription): string | undefined {
  // Files of this machine may not be there.
  if (address !== undefined) return undefined;
  const name = `@koromix/koffi-${platform}-${architecture}`;
  const starts = [
    import.meta.url,
    ...(directory === undefined ? [] : [path.join(directory, 'package.json')]),
  ];
  for (const start of starts) {
    const file = libraryIn(start, name, `${platform}_${architecture}`);
    if (file !== undefined) return file;
  }
  return undefined;
}

function libraryIn(start: string, name: string, folder: string): string | undefined {
  try {
    const found = createRequire(start).resolve(`${name}/package.json`);
    const file = path.join(path.dirname(found), folder, 'koffi.node');
    return existsSync(file) ? file : undefined;
  } catch {
    return undefined;
  }
}

const means: Readonly<Record<'builtIn' | 'installed', TrimMeans>> = {
  builtIn: 'node:ffi',
  installed: 'koffi',
};

/** `node:ffi` warns when it is loaded first: what heaptrail does must not be read in the program's log. */
const trimExpression = (koffi: string | undefined) => `(() => {
  const { performance } = ${builtin('perf_hooks')};
  const timed = (by, trim) => {
    const start = performance.now();
    trim();
    return { by, took: performance.now() - start };
  };
  const emit = process.emitWarning;
  process.emitWarning = () => {};
  let ffi;
  try {
    ffi = process.getBuiltinModule?.('node:ffi');
  } finally {
    process.emitWarning = emit;
  }
  if (ffi !== undefined) {
    const { lib, functions } = ffi.dlopen('libc.so.6', { malloc_trim: { arguments: ['uint64'], return: 'int32' } });
    try {
      return timed('${means.builtIn}', () => functions.malloc_trim(0n));
    } finally {
      lib.close();
    }
  }
  const koffi = ${JSON.stringify(koffi) ?? 'undefined'};
  if (koffi === undefined)
    return { refused: 'Node ' + process.versions.node + ' cannot call malloc_trim by itself, and koffi is not installed; npm install koffi beside heaptrail, or run the program on Node 26' };
  const loaded = { exports: {} };
  process.dlopen(loaded, koffi);
  const trim = loaded.exports.load(null).func('int malloc_trim(size_t)');
  return timed('${means.installed}', () => trim(0));
})()`;
