import path from 'node:path';
import { maskedArguments } from '../../format/masked-arguments.ts';

const runtimes = /^(node|bun|deno)$/;

/** What a process runs in a few words: `node tsc`, `esbuild`, `npm run build`. */
export function processName(command: readonly string[]): string {
  const [first = 'a process', ...others] = maskedArguments(command);
  const program = path.basename(first.split(' ')[0]);
  // A title that a process gave itself.
  if (first.includes(' ')) return [program, ...first.split(' ').slice(1)].join(' ').trim();
  const script = others.find((word) => !word.startsWith('-'));
  return runtimes.test(program) && script !== undefined ? `${program} ${path.basename(script)}` : program;
}
