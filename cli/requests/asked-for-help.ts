/** `help attach` is `attach --help`, as with other commands; `help` alone is `--help`. */
export function askingForHelp(words: readonly string[]): readonly string[] {
  return words[0] === 'help' ? [...words.slice(1), '--help'] : words;
}
