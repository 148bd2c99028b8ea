/** What a Bun process was started with that decides whether its inspector can be reached. */
export type InspectorAddress =
  | { readonly kind: 'none' }
  /** It dials a collector once, at its start. */
  | { readonly kind: 'dials' }
  /** It listens, but on a path that Bun made up and told its stderr alone. */
  | { readonly kind: 'secret' }
  /** It listens; port 0 means any free one. */
  | { readonly kind: 'listens'; readonly port: number; readonly path: string };

const defaultPort = 6499;
const option = /^--inspect(?:-wait|-brk)?(?:=(.*))?$/;

/** Reads the arguments and the environment of a Bun process. A listener is preferred to a collector. */
export function inspectorAddress(
  args: readonly string[],
  environment: ReadonlyMap<string, string>,
): InspectorAddress {
  const inherited = environment.get('BUN_OPTIONS')?.split(/\s+/) ?? [];
  const chosen = [...inherited, ...args].findLast((arg) => option.test(arg));
  if (chosen !== undefined) return listener(option.exec(chosen)?.[1] ?? '');
  const variable = environment.get('BUN_INSPECT') ?? '';
  if (variable !== '') return listener(variable);
  return environment.has('BUN_INSPECT_CONNECT_TO') ? { kind: 'dials' } : { kind: 'none' };
}

/** `ws://host:port/path`, where all but one of the parts may be missing. */
function listener(text: string): InspectorAddress {
  if (/^(unix|fd):/.test(text)) return { kind: 'none' };
  const [, host = '', path = ''] = /^(?:wss?:\/\/)?([^/?]*)(\/[^?]*)?/.exec(text) ?? [];
  if (path.length < 2) return { kind: 'secret' };
  const port = /^(?:.*:)?(\d+)$/.exec(host)?.[1];
  return { kind: 'listens', port: port === undefined ? defaultPort : Number(port), path };
}
