import { arch, platform } from 'node:os';
import type { TargetDescription } from '../../format/recording.ts';
import type { CaptureRequest, CaptureResult, Connection, RuntimeSample } from '../connection.ts';
import { AllocationSampler } from '../node/allocation-sampler.ts';
import { ProbeError } from '../probe-error.ts';
import { answerTimeout } from '../transport/answer-timeout.ts';
import { pageProcess } from './page-process.ts';
import { samplePage } from './page-sampler.ts';
import type { PageSession } from './page-session.ts';
import { PageSnapshots } from './page-snapshots.ts';

/** What is known of a page before it is asked. */
export interface OpenedPage {
  readonly url: string;
  /** The browser's file and version. */
  readonly executable: string;
  readonly version: string;
}

/** A page in a Chromium through a session of its own. */
export class PageConnection implements Connection {
  readonly target: TargetDescription;
  readonly notes: readonly string[] = [];
  readonly readsValues = true;
  readonly allocations: AllocationSampler;
  readonly #devtools: PageSession;
  readonly #snapshots: PageSnapshots;
  readonly #ended = new AbortController();

  /** @throws ProbeError if the page does not answer */
  static async create(devtools: PageSession, opened: OpenedPage): Promise<PageConnection> {
    await devtools.send('HeapProfiler.enable', undefined, answerTimeout);
    return new PageConnection(devtools, describePage(await pageProcess(devtools), opened));
  }

  private constructor(devtools: PageSession, target: TargetDescription) {
    this.target = target;
    this.allocations = new AllocationSampler(devtools);
    this.#devtools = devtools;
    this.#snapshots = new PageSnapshots(devtools);
    devtools.closed.addEventListener('abort', () => this.end('it was closed'), { once: true });
  }

  get ended(): AbortSignal {
    return this.#ended.signal;
  }

  /** @param how the page ended, in words */
  end(how: string): void {
    this.#ended.abort(
      new ProbeError(
        'target-gone',
        `the page ended while it was recorded: ${how}`,
        'check what the script does to it, and repeat',
      ),
    );
  }

  sampleRuntime(): Promise<RuntimeSample | undefined> {
    return samplePage(this.#devtools);
  }

  async capture(request: CaptureRequest): Promise<CaptureResult> {
    try {
      return await this.#snapshots.capture(request);
    } catch (error) {
      throw this.ended.aborted ? this.ended.reason : error;
    }
  }

  async detach(): Promise<readonly string[]> {
    await this.#devtools.close();
    return [];
  }
}

function describePage(pid: number, { url, executable, version }: OpenedPage): TargetDescription {
  return {
    pid,
    runtime: 'chromium',
    version,
    executable,
    command: [url],
    platform: platform(),
    architecture: arch(),
  };
}
