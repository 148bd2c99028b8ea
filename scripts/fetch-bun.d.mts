/** The path of a Bun executable, fetched from npm on first use. */
export function bunBinary(): Promise<string>;
