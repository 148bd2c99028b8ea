/** The script that a command runs, as a person calls it: `server.js`. Undefined if it runs none. */
export function scriptOf(command: readonly string[]): string | undefined {
  const script = command.slice(1).find((word) => !word.startsWith('-'));
  return script?.split(/[\\/]/).at(-1);
}
