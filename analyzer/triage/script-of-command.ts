/** The script that a command runs, as a person calls it: `server.js`. Undefined if it runs none. */
export function scriptOf(command: readonly string[]): string | undefined {
  const script = command.slice(1).find((word) => !word.startsWith('-'));
  return script?.split(/[\\/]/).at(-1);
}

/** The flag says more than the limit that V8 reports, which has room for the young generation in it. */
export function oldSpaceLimit(command: readonly string[]): number | undefined {
  const given = /--max[-_]old[-_]space[-_]size[= ](\d{1,7})(?!\d)/.exec(command.join(' '))?.[1];
  return given === undefined ? undefined : Number(given) * 1024 * 1024;
}
