import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { ProbeError } from '../probe-error.ts';
import { inodesOf } from './open-inspector.ts';

/** From TypeScript sources the compiled program is taken: Node 20 runs nothing else. */
const program = fileURLToPath(
  new URL(
    import.meta.url.endsWith('.ts')
      ? '../../dist/probes/node/close-late-inspector.js'
      : './close-late-inspector.js',
    import.meta.url,
  ),
);

/** Refusals before any signal was sent: nothing can open late. */
const beforeSignal: ReadonlySet<string> = new Set([
  'inspector-disabled',
  'signal-not-caught',
  'inspector-unlisted',
  'stopped',
  'no-such-process',
]);

/**
 * A small process of its own that closes the inspector of a target where we cannot: because we were killed between
 * the signal and the session, or because the target was blocked and opens its inspector after we gave up. It learns
 * of our death from the pipe between us.
 */
export class LateInspector {
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess) {
    this.#child = child;
  }

  /** Resolves once it watches. */
  static async watchFor(pid: number): Promise<LateInspector> {
    const child = spawn(process.execPath, [program, String(pid), [...inodesOf(pid)].join(',')], {
      // Ctrl-C reaches our whole process group.
      detached: true,
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    // A pipe to a process that has ended breaks: it has nothing to close then.
    child.stdin?.on('error', () => {});
    await new Promise<void>((resolve) => {
      child.once('error', () => resolve());
      child.once('exit', () => resolve());
      child.stdout?.once('data', () => resolve());
    });
    child.stdout?.destroy();
    child.unref();
    return new LateInspector(child);
  }

  /** The session stands: the target watches itself from here on. */
  settle(): void {
    this.#child.stdin?.end('settled\n');
  }

  /** Stays behind, unless no inspector can open any more. */
  leave(error: unknown): void {
    if (error instanceof ProbeError && beforeSignal.has(error.code)) this.settle();
    else this.#child.stdin?.end();
  }
}
