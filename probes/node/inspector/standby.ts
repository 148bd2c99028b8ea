import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/**
 * A small process of its own that takes over if this one can no longer act, because it was killed or gave up. It
 * learns of that from the pipe between them; `isDismissed` is its end of it.
 */
export class Standby {
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess) {
    this.#child = child;
  }

  /**
   * Resolves once it stands by.
   * @param program a file of this folder, without its extension
   * @param descriptor of ours that it gets as its descriptor 3
   * @param isLong it may stand by for weeks, and must take little memory until it acts
   */
  static async start(
    program: string,
    args: readonly string[],
    { descriptor, isLong = false }: { readonly descriptor?: number; readonly isLong?: boolean } = {},
  ): Promise<Standby> {
    const words = [process.execPath, programFile(program), ...args];
    const [command, ...others] = isLong && existsSync(shell) ? [shell, '-c', waiting, ...words] : words;
    const child = spawn(command!, others, {
      // Ctrl-C reaches our whole process group.
      detached: true,
      stdio: ['pipe', 'pipe', 'ignore', ...(descriptor === undefined ? [] : [descriptor])],
    });
    // A pipe to a process that has ended breaks: it has nothing to do then.
    child.stdin?.on('error', () => {});
    await new Promise<void>((resolve) => {
      child.once('error', () => resolve());
      child.once('exit', () => resolve());
      child.stdout?.once('data', () => resolve());
    });
    child.stdout?.destroy();
    child.unref();
    return new Standby(child);
  }

  /** There is nothing to take over: it ends. */
  dismiss(): void {
    this.#child.stdin?.end(dismissal);
  }

  /** It takes over now, and outlives us if it must. */
  takeOver(): void {
    this.#child.stdin?.end();
  }
}

const dismissal = 'dismissed\n';

/** It waits in 2 MB where a Node takes 44. */
const shell = '/bin/sh';
/** As `isDismissed`, and the program itself only if it has to act. */
const waiting =
  'trap \'\' INT TERM HUP; echo standing by; read -r word; [ "$word" = dismissed ] || exec "$0" "$@"';

/** For the program of a standby: resolves to whether it was dismissed, or has to take over. */
export async function isDismissed(): Promise<boolean> {
  // Who stops a service signals all its processes, and kills those that take long: we are needed until the end.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {});
  process.stdout.on('error', () => {});
  process.stdout.write('standing by\n');
  let said = '';
  process.stdin.setEncoding('utf8').on('error', () => {});
  for await (const text of process.stdin) said += text;
  return said === dismissal;
}

/** From TypeScript sources the compiled program is taken: Node 20 runs nothing else. */
function programFile(name: string): string {
  const folder = import.meta.url.endsWith('.ts') ? '../../../dist/probes/node/inspector' : '.';
  return fileURLToPath(new URL(`${folder}/${name}.js`, import.meta.url));
}
