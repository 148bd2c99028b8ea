/** The path of a Node executable of this major version, fetched from npm on first use. */
export function nodeBinary(major: 20 | 22 | 24 | 26): Promise<string>;
