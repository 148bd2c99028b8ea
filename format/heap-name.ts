import type { TargetDescription } from './recording.ts';

type Named = Pick<TargetDescription, 'pid' | 'role' | 'thread' | 'command'>;

/** How a reader knows one heap among several: `process 4123 (worker 3 of cluster)`, `worker thread 2 (index.mjs) of process 4123`. */
export function heapName({ pid, role, thread, command }: Named): string {
  if (thread === undefined) {
    const what = role ?? scriptOf(command);
    return `process ${pid}${what === undefined ? '' : ` (${what})`}`;
  }
  const known = [thread.name, thread.file === undefined ? undefined : lastPart(thread.file)];
  const told = known.filter((word) => word !== undefined).join(', ');
  return `worker thread ${thread.id}${told === '' ? '' : ` (${told})`} of process ${pid}`;
}

/** The first word that is no option, behind the runtime itself. */
function scriptOf([, ...words]: readonly string[]): string | undefined {
  const script = words.find((word) => !word.startsWith('-'));
  return script === undefined || /\s/.test(script) ? undefined : lastPart(script);
}

function lastPart(file: string): string {
  return file.slice(file.lastIndexOf('/') + 1);
}
