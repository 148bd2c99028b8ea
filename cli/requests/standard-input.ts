/** What stands for `-` among the words of a command: a name that a shell's user knows too. */
export const standardInput = '/dev/stdin';

/** yargs drops a lone `-` from positionals, so it is given its name before yargs sees it. */
export function namingStandardInput(words: readonly string[]): readonly string[] {
  return words[0] === 'triage' || words[0] === 'autopsy'
    ? words.map((word) => (word === '-' ? standardInput : word))
    : words;
}
