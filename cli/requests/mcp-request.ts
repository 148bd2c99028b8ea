import { homedir } from 'node:os';
import path from 'node:path';
import type { Configuration } from './configuration.ts';
import type { ConfigurationArgument } from './configuration-option.ts';
import { type Keeping, parseKeep } from './keep-option.ts';

export interface McpArguments {
  readonly out: string | undefined;
  readonly keep: string | undefined;
  readonly 'include-strings': boolean;
  readonly config: ConfigurationArgument;
}

/** What the person who starts the server decides, and no assistant can change. */
export interface McpRequest {
  /** Where recordings go. */
  readonly folder: string;
  readonly keep: Keeping;
  /** The suspects that the project in this folder knows. */
  readonly configuration: Configuration | undefined;
  /** Whether answers may have what strings say. */
  readonly includeStrings: boolean;
}

/** @throws UserError what is wrong, before a client is served */
export async function mcpRequest(args: McpArguments): Promise<McpRequest> {
  const { out, keep, config, 'include-strings': includeStrings } = args;
  const { loadConfiguration } = await import('./configuration.ts');
  return {
    folder: out ?? usualFolder(process.env),
    keep: parseKeep(keep),
    configuration: await loadConfiguration(config),
    includeStrings,
  };
}

/** Outside every project, so that no version control sees it, and one for each user. */
export function usualFolder({ XDG_CACHE_HOME: cache }: Readonly<Record<string, string | undefined>>): string {
  const root = cache === undefined || cache === '' ? path.join(homedir(), '.cache') : cache;
  return path.join(root, 'heaptrail', 'recordings');
}
