import { statSync } from 'node:fs';
import { hostname } from 'node:os';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { placeFrom } from '../../format/place.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Terminals that are known to draw links (OSC 8), by what they call themselves in TERM_PROGRAM. */
const programs = new Set([
  'iTerm.app',
  'WezTerm',
  'vscode',
  'ghostty',
  'Hyper',
  'rio',
  'Tabby',
  'WarpTerminal',
  'zed',
  'mintty',
]);
/** Variables that only terminals with links set. */
const marks = ['WT_SESSION', 'KITTY_WINDOW_ID', 'KONSOLE_VERSION', 'ALACRITTY_WINDOW_ID', 'DOMTERM'];
/** The first VTE (GNOME Terminal, Tilix and others) without faults in links: 0.50.1. */
const firstVte = 5001;

/** FORCE_HYPERLINK over whether a terminal that is known for links reads the stream; logs of CI are not one. */
export function wantsLinks(
  stream: { readonly isTTY?: boolean },
  environment: Environment = process.env,
): boolean {
  const { FORCE_HYPERLINK, CI, TERM = '', TERM_PROGRAM = '', VTE_VERSION = '0' } = environment;
  if (FORCE_HYPERLINK !== undefined && FORCE_HYPERLINK !== '') return !/^(0|false)$/.test(FORCE_HYPERLINK);
  if (stream.isTTY !== true || (CI !== undefined && CI !== '' && CI !== 'false')) return false;
  // A multiplexer hides which terminal it runs in.
  if (TERM === 'dumb' || /^(screen|tmux)/.test(TERM)) return false;
  return (
    programs.has(TERM_PROGRAM) ||
    /^(xterm-kitty|xterm-ghostty|alacritty|foot|contour)/.test(TERM) ||
    marks.some((name) => (environment[name] ?? '') !== '') ||
    Number(VTE_VERSION) >= firstVte
  );
}

const color = /(\x1b\[[\d;]*m)/;
/** A path to a script, with a line and a column behind it or without. */
const place =
  /(?<![\w/.@%+-])(?:\/|\.{0,2}\/)?[\w.@%+~-]+(?:\/[\w.@%+~-]+)*\.[cm]?[jt]sx?(?::\d+){0,2}(?![\w/])/g;

/**
 * Makes links of all places in a text that are files of this machine.
 * @param directory which places are relative to
 */
export function linkPlaces(text: string, directory: string, environment: Environment = process.env): string {
  const known = new Map<string, string>();
  const withLink = (found: string) => {
    const linked = known.get(found) ?? link(found, directory, environment);
    known.set(found, linked);
    return linked;
  };
  // Apart from colors, so that none becomes part of a name.
  return text
    .split(color)
    .map((piece) => piece.replace(place, withLink))
    .join('');
}

function link(place: string, directory: string, { KITTY_WINDOW_ID }: Environment): string {
  const { file, line } = placeFrom(place);
  const path = resolve(directory, file);
  if (statSync(path, { throwIfNoEntry: false })?.isFile() !== true) return place;
  const url = pathToFileURL(path);
  // So that a terminal on another machine, through ssh, does not open a file of its own.
  url.host = hostname();
  if (KITTY_WINDOW_ID !== undefined && line !== undefined) url.hash = String(line);
  return `\x1b]8;;${url.href}\x1b\\${place}\x1b]8;;\x1b\\`;
}
