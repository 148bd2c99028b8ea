import { bytes, count, counted } from '../../format/quantities.ts';
import type { PathStep, Suspect } from '../../format/suspect.ts';
import type { Bytes } from '../../format/units.ts';
import { type PathRow, pathRows } from '../model/path-rows.ts';
import { type Child, h } from './element.ts';
import { name, unseen } from './texts.ts';

/**
 * The retaining path from its module or root down to what piles up.
 * @param sizes what the steps retain, from the first one as far as it is known
 */
export function chain({ path, entryCount, retainedSize }: Suspect, sizes: readonly Bytes[]): Child {
  const rows = pathRows(path);
  const end = entryCount > 0 ? counted(entryCount, 'object') : bytes(retainedSize);
  const isShared = (i: number) => sizes[i] < sizes[i + 1];
  return [
    h(
      'ol',
      { class: 'chain' },
      rows.map((row, i) =>
        step(row, [
          i === rows.length - 1 ? h('strong', {}, end) : undefined,
          place(row),
          i < sizes.length ? retained(sizes[i], isShared(i)) : undefined,
        ]),
      ),
    ),
    sizes.some((_, i) => isShared(i))
      ? h('p', { class: 'quiet shared' }, '* without the next step, because something else holds that too')
      : undefined,
  ];
}

export function pathSteps(path: readonly PathStep[]): HTMLElement {
  return h(
    'ol',
    { class: 'chain' },
    pathRows(path).map((row) => step(row, place(row))),
  );
}

function step({ label, name: reached, kind, growing, repeats }: PathRow, end: Child): HTMLElement {
  return h(
    'li',
    { class: [kind, growing ? 'growing' : ''].filter(Boolean).join(' ') },
    label === '' ? undefined : h('code', { class: 'edge' }, name(label)),
    growing ? unseen(' (it grows here)') : undefined,
    reached === ''
      ? h('span', { class: 'quiet' }, kind === 'module' ? 'module' : kind === 'root' ? 'root' : '')
      : h('span', {}, name(reached)),
    repeats > 1 ? h('span', { class: 'times' }, `× ${count(repeats)}`) : undefined,
    end,
  );
}

function place({ location }: PathRow): Child {
  return location === undefined ? undefined : h('span', { class: 'quiet location' }, name(location));
}

function retained(size: Bytes, isShared: boolean): HTMLElement {
  return h('span', { class: 'quiet retained' }, 'retains ', bytes(size), isShared ? '*' : undefined);
}
