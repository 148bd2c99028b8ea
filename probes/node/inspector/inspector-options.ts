/** What the options a Node process was started with say about its inspector. */
export interface InspectorOptions {
  /** Where SIGUSR1 opens the inspector; 0 means any free port. */
  readonly port: number;
  /** Whether the program opens it at its start, without a signal. */
  readonly opensAtStart: boolean;
  /** Whether /json/list names the inspector's address. */
  readonly listed: boolean;
}

const defaultPort = 9229;

/** Reads Node's own options, in order: the last one wins, as in Node. */
export function inspectorOptions(options: readonly string[]): InspectorOptions {
  let port = defaultPort;
  let opensAtStart = false;
  let listed = true;
  options.forEach((option, index) => {
    const [name, inline] = splitOnce(option, '=');
    if (name === '--inspect-publish-uid') {
      listed = (inline ?? options[index + 1] ?? '').split(',').includes('http');
    } else if (/^--(inspect|inspect-brk|inspect-wait|inspect-port|debug-port)$/.test(name)) {
      // Only the two port options take their value from the next argument.
      const value = inline ?? (name.endsWith('-port') ? options[index + 1] : undefined);
      port = portIn(value) ?? port;
      opensAtStart ||= !name.endsWith('-port');
    }
  });
  return { port, opensAtStart, listed };
}

/** The port in `9300`, `127.0.0.1:9300`, `[::1]:9300`; a host alone has none. */
function portIn(value: string | undefined): number | undefined {
  const digits = /^(?:.*:)?(\d+)$/.exec(value ?? '')?.[1];
  return digits === undefined ? undefined : Number(digits);
}

function splitOnce(text: string, separator: string): [string, string | undefined] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
}
