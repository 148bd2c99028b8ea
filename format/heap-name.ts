import type { TargetDescription } from './recording.ts';

type Named = Pick<TargetDescription, 'pid' | 'address' | 'role' | 'thread' | 'command'>;

/** How a reader knows one heap among several: `process 4123 (worker 3 of cluster)`, `worker thread 2 (index.mjs) of process 4123`. */
export function heapName({ pid, address, role, thread, command }: Named): string {
  const whole = address ?? `process ${pid}`;
  if (thread === undefined) {
    const what = role ?? scriptOf(command);
    return `${whole}${what === undefined ? '' : ` (${what})`}`;
  }
  const known = [thread.name, thread.file === undefined ? undefined : lastPart(thread.file)];
  const told = known.filter((word) => word !== undefined).join(', ');
  return `worker thread ${thread.id}${told === '' ? '' : ` (${told})`} of ${whole}`;
}

/** The first word that is no option, behind the runtime itself. */
function scriptOf([, ...words]: readonly string[]): string | undefined {
  const script = words.find((word) => !word.startsWith('-'));
  return script === undefined || /\s/.test(script) ? undefined : lastPart(script);
}

function lastPart(file: string): string {
  return file.slice(file.lastIndexOf('/') + 1);
}
