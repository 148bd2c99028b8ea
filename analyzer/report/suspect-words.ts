import type { SuspectKind } from '../../format/suspect.ts';

const nouns: Readonly<Record<SuspectKind, string>> = {
  map: 'entry',
  set: 'entry',
  'weak-map': 'entry',
  array: 'item',
  queue: 'item',
  dictionary: 'entry',
  listeners: 'listener',
  'string-buffer': 'string',
  buffer: 'buffer',
  timers: 'timer',
  promises: 'reaction',
  closures: 'closure',
  'linked-list': 'link',
  handles: 'handle',
  objects: 'object',
};

/** What one growing member of this kind of holder is called. */
export function entryNoun(kind: SuspectKind): string {
  return nouns[kind];
}

/** True if one value is replaced by larger ones, so that counting members says nothing. */
export function isOneValue(kind: SuspectKind): boolean {
  return kind === 'string-buffer';
}
