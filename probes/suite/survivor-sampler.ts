import { chmodSync, writeFileSync } from 'node:fs';
import { Session, url } from 'node:inspector';
import { writeHeapSnapshot } from 'node:v8';
import { samplingInterval } from '../../format/sampled-bytes.ts';
import type { SampledSize, SuiteFrame, SurvivingSite } from '../../format/suite-evidence.ts';
import type { Bytes } from '../../format/units.ts';

/** More places are not told: at the end of a worker that is what all its files left. */
const mostSites = 200;
const mostFrames = 8;

interface ProfileNode {
  readonly callFrame: {
    readonly functionName: string;
    readonly url: string;
    readonly lineNumber: number;
    readonly columnNumber: number;
  };
  readonly selfSize: Bytes;
  readonly children: readonly ProfileNode[];
}

interface SamplingProfile {
  readonly head: ProfileNode;
  readonly samples: ReadonlyArray<{ readonly size: Bytes }>;
}

interface ParsedScript {
  readonly scriptId: string;
  readonly url: string;
  readonly startColumn: number;
  readonly sourceMapURL?: string;
}

/** Code of the project with a map inside: installed packages run as they are. */
function isTransformed({ url, sourceMapURL }: ParsedScript): boolean {
  return sourceMapURL?.startsWith('data:') === true && !url.includes('/node_modules/');
}

/** What was born since the sampling began and is alive. */
export interface Survivors {
  readonly bytes: Bytes;
  /** What functions of the project called for that allocated most of it, one function alone. */
  readonly ofOnePlace: Bytes;
  readonly sites: readonly SurvivingSite[];
  readonly sizes: readonly SampledSize[];
}

/**
 * Samples the allocations of this thread. V8 keeps a weak handle to each sampled object, so that what it tells after a
 * collection are the survivors; and a snapshot that is written meanwhile has these handles, which dates its objects
 * without any numbering.
 */
export class SurvivorSampler {
  readonly #session = new Session();
  #isSampling = false;

  constructor() {
    this.#session.connect();
  }

  /** Forgets what was sampled before. Sampling more coarsely costs less. */
  begin(interval: Bytes = samplingInterval): void {
    this.end();
    this.#post('HeapProfiler.startSampling', { samplingInterval: interval });
    this.#isSampling = true;
  }

  /** To stop the sampling alone would collect garbage for a last profile. */
  end(): void {
    if (this.#isSampling) this.#post('HeapProfiler.disable');
    this.#isSampling = false;
  }

  /** Collects garbage first: V8 does so for this profile. */
  survivors(): Survivors {
    this.#forgetConsole();
    const { profile } = this.#post('HeapProfiler.getSamplingProfile') as { profile: SamplingProfile };
    const sites = sitesOf(profile.head);
    return {
      bytes: sites.reduce((sum, { bytes }) => sum + bytes, 0),
      ofOnePlace: mostOfOnePlace(sites),
      sites: sites.slice(0, mostSites),
      sizes: sizesOf(profile.samples),
    };
  }

  /** Writes a snapshot with the handles of the samples, and the scripts that are on no disk as they run. */
  capture(file: string, scripts: string): void {
    writeFileSync(scripts, JSON.stringify(this.#transformedScripts()), { mode: 0o600 });
    this.#forgetConsole();
    writeHeapSnapshot(file);
    chmodSync(file, 0o600);
  }

  /** What runners transform is on no disk: V8 alone knows the text, with the source map at its end. */
  #transformedScripts(): Readonly<Record<string, string>> {
    const texts: Record<string, string> = {};
    const found: ParsedScript[] = [];
    const hear = ({ params }: { params: ParsedScript }) => {
      if (isTransformed(params)) found.push(params);
    };
    this.#session.on('Debugger.scriptParsed', hear as never);
    this.#session.post('Debugger.enable');
    for (const { url, scriptId, startColumn } of found) {
      const { scriptSource } = this.#post('Debugger.getScriptSource', { scriptId }) as {
        scriptSource: string;
      };
      // A wrapper around the module stands before its first column: places and maps do not count it.
      texts[url] = scriptSource.slice(Math.max(0, -startColumn));
    }
    this.#session.post('Debugger.disable');
    this.#session.off('Debugger.scriptParsed', hear as never);
    return texts;
  }

  /** While a session is there V8 keeps what is logged, with all its arguments: they would count as survivors. */
  #forgetConsole(): void {
    if (url() === undefined) this.#session.post('Runtime.discardConsoleEntries');
  }

  /** A session with its own thread answers before `post` returns. */
  #post(method: string, params?: object): unknown {
    let answer: unknown;
    this.#session.post(method, params, (error: Error | null, result?: object) => {
      if (error) throw new Error(`${method}: ${error.message}`);
      answer = result;
    });
    return answer;
  }
}

function sizesOf(samples: SamplingProfile['samples']): SampledSize[] {
  const counts = new Map<Bytes, number>();
  for (const { size } of samples) counts.set(size, (counts.get(size) ?? 0) + 1);
  return [...counts].map(([bytesOfEach, samples]) => ({ bytesOfEach, samples }));
}

function sitesOf(head: ProfileNode): SurvivingSite[] {
  const sites: SurvivingSite[] = [];
  const pending: { node: ProfileNode; frames: readonly SuiteFrame[] }[] = [{ node: head, frames: [] }];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { node } = next;
    const frames = [frameOf(node), ...next.frames].slice(0, mostFrames);
    if (node.selfSize > 0 && !isOwn(node)) sites.push({ bytes: node.selfSize, frames });
    for (const child of node.children) pending.push({ node: child, frames });
  }
  return sites.sort((a, b) => b.bytes - a.bytes);
}

/** Compiled code has many places: each function brings a little of it. */
function mostOfOnePlace(sites: readonly SurvivingSite[]): Bytes {
  const places = new Map<string, Bytes>();
  for (const { bytes, frames } of sites) {
    const frame = frames.find(({ url }) => isOfProject(url));
    if (frame === undefined) continue;
    const place = `${frame.url}:${frame.line}:${frame.column}`;
    places.set(place, (places.get(place) ?? 0) + bytes);
  }
  return Math.max(0, ...places.values());
}

function isOfProject(url: string): boolean {
  return url !== '' && !url.startsWith('node:') && !url.includes('/node_modules/');
}

/** What sessions themselves allocate to answer. */
function isOwn({ callFrame }: ProfileNode): boolean {
  return callFrame.url === 'node:inspector';
}

function frameOf({ callFrame }: ProfileNode): SuiteFrame {
  const { functionName, url, lineNumber, columnNumber } = callFrame;
  return { function: functionName, url, line: lineNumber + 1, column: columnNumber + 1 };
}
