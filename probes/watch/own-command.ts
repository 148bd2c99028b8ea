import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where this package's code lies: `dist` once it is built. */
const ownFolder = fileURLToPath(new URL('../..', import.meta.url));
/** What a process of ours runs: a command, or the helpers that close an inspector. */
const ownPrograms = ['cli/main', 'probes/'] as const;
/** What installs the command and runs it, with its name among the arguments. */
const runners: ReadonlySet<string> = new Set(['npm', 'npx', 'pnpm', 'pnpx', 'yarn', 'bunx']);

/** Options of Node that load a module before the program. */
const takesValue: ReadonlySet<string> = new Set(['-r', '--require', '--import', '--loader']);

/**
 * Whether a command line is heaptrail's own: `node /usr/bin/heaptrail analyze …`, one of its helpers, or the `npx` that
 * runs it. Such a process often carries the name that is looked for in its own arguments.
 */
export function isOwnCommand(command: readonly string[]): boolean {
  // A process that set its title has all of it in one string.
  const words = command.flatMap((argument, i) => (i === 0 ? argument.split(' ') : [argument]));
  if (words.slice(0, 2).some((word) => runners.has(nameOf(word)))) return words.some(isOwnName);
  const program = words.find((word, i) => i > 0 && !word.startsWith('-') && !takesValue.has(words[i - 1]!));
  return program !== undefined && (isOwnName(program) || isOwnFile(program));
}

/** `heaptrail`, `/usr/bin/heaptrail`, `heaptrail@1.2.0`. */
function isOwnName(word: string): boolean {
  return /^heaptrail(@.+)?$/.test(nameOf(word));
}

function isOwnFile(program: string): boolean {
  if (/(^|\/)heaptrail\/dist\/(cli\/main|probes\/.+)\.js$/.test(program)) return true;
  const inside = path.relative(ownFolder, path.resolve(program)).split(path.sep).join('/');
  return ownPrograms.some((start) => inside.startsWith(start));
}

function nameOf(word: string): string {
  return path
    .basename(word)
    .replace(/\.(js|cjs|mjs)$/, '')
    .replace(/-cli$/, '');
}
