import * as v from 'valibot';
import type { RuntimeName } from '../../format/recording.ts';
import { denoMeans } from '../deno/attach.ts';
import { isDeno, loadModules } from '../deno/load-modules.ts';
import type { NodeMeans } from '../node/node-connection.ts';
import { answerTimeout } from '../transport/answer-timeout.ts';
import type { DevtoolsSession } from '../transport/devtools-session.ts';

/** What a target says that it is. */
export interface ToldRuntime {
  readonly runtime: RuntimeName;
  /** Of the runtime; `?` if it does not say. */
  readonly version: string;
  readonly platform: string;
  readonly architecture: string;
  /** Empty if it was not started by one. */
  readonly command: readonly string[];
  readonly title?: string;
  readonly url?: string;
  readonly directory?: string;
  /** Whether Node's own modules can be asked, for its memory and its worker threads. */
  readonly hasModules: boolean;
  /** What it bears then. */
  readonly means: NodeMeans;
}

const answer = v.object({
  node: v.optional(v.string()),
  electron: v.optional(v.string()),
  deno: v.optional(v.string()),
  isPage: v.boolean(),
  isWorker: v.boolean(),
  agent: v.optional(v.string(), ''),
  title: v.optional(v.string()),
  url: v.optional(v.string()),
  platform: v.optional(v.string(), 'unknown'),
  architecture: v.optional(v.string(), 'unknown'),
  command: v.optional(v.array(v.string()), []),
  directory: v.optional(v.string()),
  hasModules: v.boolean(),
  hasNativeChecks: v.optional(v.boolean(), false),
});
type Answer = v.InferOutput<typeof answer>;

/**
 * Asks the target itself what it is, by what only one of them has.
 * @param endpoint what its endpoint calls itself, for what no expression tells
 */
export async function toldRuntime(devtools: DevtoolsSession, endpoint: string): Promise<ToldRuntime> {
  if (await isDeno(devtools)) await loadModules(devtools);
  const { result } = await devtools.send(
    'Runtime.evaluate',
    { expression: question, returnByValue: true, silent: true, includeCommandLineAPI: true },
    answerTimeout,
  );
  const parsed = v.safeParse(answer, result.value);
  const told = parsed.success ? parsed.output : { ...silent };
  const { runtime, version } = named(told, endpoint);
  const { platform, architecture, directory, title, url, hasModules } = told;
  return {
    runtime,
    version: version === '' ? unknown : version,
    platform,
    architecture,
    command: told.command,
    ...(title === undefined ? {} : { title }),
    ...(url === undefined ? {} : { url }),
    ...(directory === undefined ? {} : { directory }),
    hasModules,
    means: runtime === 'deno' ? denoMeans : { visits: told.hasNativeChecks, flags: true },
  };
}

/** As `heaptrail ps` writes it. */
const unknown = '?';

const silent: Answer = {
  isPage: false,
  isWorker: false,
  agent: '',
  platform: 'unknown',
  architecture: 'unknown',
  command: [],
  hasModules: false,
  hasNativeChecks: false,
};

function named(
  { node, electron, deno, isPage, isWorker, agent }: Answer,
  endpoint: string,
): Pick<ToldRuntime, 'runtime' | 'version'> {
  if (deno !== undefined) return { runtime: 'deno', version: deno };
  if (electron !== undefined) return { runtime: 'electron', version: electron };
  if (agent === 'Cloudflare-Workers') return { runtime: 'workerd', version: afterSlash(endpoint) };
  const inBrowser = /\bElectron\/(\S+)/.exec(agent)?.[1];
  if (inBrowser !== undefined) return { runtime: 'electron', version: inBrowser };
  const chromium = /\b(?:Headless)?Chrom(?:e|ium)\/(\S+)/;
  if (isPage || isWorker)
    return { runtime: 'chromium', version: chromium.exec(endpoint)?.[1] ?? chromium.exec(agent)?.[1] ?? '' };
  return node === undefined ? { runtime: 'v8', version: '' } : { runtime: 'node', version: node };
}

function afterSlash(name: string): string {
  return name.slice(name.indexOf('/') + 1 || name.length);
}

/**
 * Deno asks its user for a permission where Node just answers: of a Deno nothing is asked that needs one. A page may have
 * a `process` that its bundler put there.
 */
const question = `(() => {
  const isDeno = typeof Deno === 'object' && typeof Deno?.version?.deno === 'string';
  const own = typeof process === 'object' && process !== null ? process : undefined;
  const { node, electron } = own?.versions ?? {};
  const text = (value) => (typeof value === 'string' ? value : undefined);
  const isPage = typeof document === 'object' && typeof Window === 'function';
  const modules = typeof own?.getBuiltinModule === 'function' || typeof own?.binding === 'function';
  const isNode = text(node) !== undefined && modules;
  const checks = () => (own.getBuiltinModule?.('util') ?? require('util')).types;
  const isNative = (check) => Function.prototype.toString.call(check).includes('[native code]');
  return {
    node: text(node),
    electron: text(electron),
    deno: isDeno ? Deno.version.deno : undefined,
    isPage,
    isWorker: typeof WorkerGlobalScope === 'function',
    agent: typeof navigator === 'object' ? text(navigator?.userAgent) : undefined,
    title: isPage ? document.title : undefined,
    url: typeof location === 'object' ? text(location?.href) : undefined,
    platform: isDeno ? Deno.build.os : text(own?.platform) ?? (typeof navigator === 'object' ? text(navigator?.platform) : undefined),
    architecture: isDeno ? Deno.build.arch : text(own?.arch),
    command: isNode && !isDeno ? [...own.argv] : undefined,
    directory: isNode && !isDeno && !isPage ? own.cwd() : undefined,
    hasModules: isNode,
    hasNativeChecks: isNode && isNative(checks()?.isProxy),
  };
})()`;
