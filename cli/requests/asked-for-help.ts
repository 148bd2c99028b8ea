import { commandNames } from '../../analyzer/terminal/typed-command.ts';

const asksForHelp: ReadonlySet<string> = new Set(['--help', '-h']);

/**
 * `help attach` is `attach --help`, as with other commands; `help` alone is `--help`. A command that does not exist has no
 * help: without that word it gets the error of any mistyped command, which names the one that was meant.
 */
export function askingForHelp(words: readonly string[]): readonly string[] {
  const asking = words[0] === 'help' ? [...words.slice(1), '--help'] : words;
  return isMistyped(asking[0]) ? asking.filter((word) => !asksForHelp.has(word)) : asking;
}

function isMistyped(word: string | undefined): boolean {
  return word !== undefined && !word.startsWith('-') && !(commandNames as readonly string[]).includes(word);
}
