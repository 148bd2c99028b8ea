import type { Autopsy, DeadLife, LikelyHolder } from '../../format/autopsy.ts';
import { printable } from '../../format/printable.ts';
import { count, share } from '../../format/quantities.ts';
import { verdictText } from '../report/text.ts';
import { type Paint, paint } from '../terminal/paint.ts';

export interface AutopsyTextOptions {
  readonly colors?: boolean;
  /** Every life, not only the last ones. */
  readonly all?: boolean;
}

const shownLives = 10;

/** The verdict, then who probably held the memory, each life, and what could not be known. */
export function renderAutopsyText(
  raw: Autopsy,
  { colors = false, all = false }: AutopsyTextOptions = {},
): string {
  const autopsy = printable(raw);
  const ink = paint(colors);
  const blocks = [
    verdictText(autopsy.verdict, ink),
    holderLines(autopsy, ink),
    autopsy.lives.length > 1 ? lifeLines(autopsy.lives, all, ink) : [],
    [
      ...autopsy.unknown.map((text) => `not known: ${text}`),
      ...autopsy.limits.map((text) => `limit: ${text}`),
    ].map((line) => ink.faint(line)),
  ];
  return `${blocks
    .filter((block) => block.length > 0)
    .map((block) => block.join('\n'))
    .join('\n\n')}\n`;
}

function holderLines({ lives, verdict }: Autopsy, ink: Paint): string[] {
  const holder = lives.find(({ sentence }) => sentence === verdict.sentence)?.holder;
  if (holder === undefined) return [];
  return [`probably ${heldWords(holder, ink.strong)} (${share(holder.confidence)} confidence)`];
}

/** Who allocates is told by sampling, and who holds by heap snapshots. */
export function heldWords(
  { name, source }: LikelyHolder,
  strong: (text: string) => string = (text) => text,
): string {
  return source === 'sites'
    ? `allocated by ${strong(name)}, by sampled allocations`
    : `held by ${strong(name)}, by heap snapshots`;
}

function lifeLines(lives: readonly DeadLife[], all: boolean, ink: Paint): string[] {
  const shown = all ? lives : lives.slice(-shownLives);
  const hidden = lives.length - shown.length;
  return [
    ...(hidden > 0 ? [ink.faint(`… ${count(hidden)} earlier: --all shows them`)] : []),
    ...shown.map(({ sentence }) => `- ${sentence}`),
  ];
}
