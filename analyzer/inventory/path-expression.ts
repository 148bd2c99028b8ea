import { UserError } from '../../format/user-error.ts';

/** One step of a path: a property by its name, one element, any element or entry, or an edge of the engine. */
export type PathStepWanted =
  | { readonly kind: 'property'; readonly name: string }
  | { readonly kind: 'element'; readonly index: number }
  | { readonly kind: 'any' }
  | { readonly kind: 'internal'; readonly label: string };

/** `chatRunState.buffers[key]` in pieces. */
export interface PathExpression {
  /** A variable, a global, a class or a function. */
  readonly start: string;
  readonly steps: readonly PathStepWanted[];
  /** The text up to and with each step, the start first: for messages. */
  readonly upTo: readonly string[];
  /** Part of the name of the module whose variable the start is. */
  readonly module?: string;
}

const step =
  /\.(?<name>#?[\p{ID_Start}$_][\p{ID_Continue}$]*)|\[(?<quoted>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')\]|\[(?<symbol>Symbol\([^)]*\))\]|\[(?<index>\d+)\]|\[[^\]]*\]|(?<internal>\([^)]*\))/uy;

/**
 * Reads a path as reports print it and JavaScript writes it, with the module behind it where that was given:
 * `hub._events.message in src/agent.mjs`.
 * @throws UserError if a part of it is no step
 */
export function parsePath(text: string): PathExpression {
  const [, path, module] = /^(.*?)(?: in (\S+))?$/s.exec(text.trim())!;
  if (/^(…|\.\.\.)/.test(path)) {
    throw new UserError(
      'usage',
      `${text} does not say where it starts`,
      'start it with a variable, or name the object by its id',
    );
  }
  const start = /^[^.[(]*/.exec(path)![0].trim();
  const steps: PathStepWanted[] = [];
  const upTo = [start];
  let at = path.length - path.trimStart().length + /^[^.[(]*/.exec(path)![0].length;
  while (at < path.length) {
    step.lastIndex = at;
    const match = step.exec(path);
    if (match === null) throw notAPath(text, path.slice(at));
    steps.push(stepOf(match.groups!));
    at = step.lastIndex;
    upTo.push(path.slice(0, at));
  }
  if (start === '') throw notAPath(text, path);
  return { start, steps, upTo, ...(module === undefined ? {} : { module }) };
}

function stepOf(groups: Readonly<Record<string, string | undefined>>): PathStepWanted {
  const { name, quoted, symbol, index, internal } = groups;
  if (name !== undefined) return { kind: 'property', name };
  if (quoted !== undefined) return { kind: 'property', name: quoted.slice(1, -1).replace(/\\(.)/gs, '$1') };
  if (symbol !== undefined) return { kind: 'property', name: `<symbol ${symbol.slice(7, -1)}>` };
  if (index !== undefined) return { kind: 'element', index: Number(index) };
  return internal === undefined ? { kind: 'any' } : { kind: 'internal', label: internal };
}

function notAPath(text: string, rest: string): UserError {
  return new UserError(
    'usage',
    `${text} is not a path: ${rest === '' ? 'it is empty' : `${rest} cannot be read`}`,
    'write it as in JavaScript, for example sessions.byId or "hub._events[key]", or name an id',
  );
}
