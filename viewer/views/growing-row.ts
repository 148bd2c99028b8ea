import { bytes, share } from '../../format/quantities.ts';
import type { Bytes } from '../../format/units.ts';
import { growthShade, steadyShare } from '../model/growth-steps.ts';
import { routeHash } from '../model/route.ts';
import type { Column } from './data-table.ts';
import { type Child, h } from './element.ts';
import { birthBars } from './growth-bars.ts';
import { unseen } from './texts.ts';

/** A row that is also a box: what pictures of retained memory and their tables have in common. */
export interface GrowingRow {
  readonly kind: string;
  readonly suspect: string;
  readonly retained: Bytes;
  readonly born: Float64Array;
}

/** The class of its box. */
export function shadeOf({ kind, suspect, born }: GrowingRow): string {
  const shade = kind === 'rest' || kind === 'engine' ? 'rest' : `shade-${growthShade(born)}`;
  return suspect === '' ? shade : `${shade} holder`;
}

/** What it is called, with a link to what it opens and to its suspect. */
export function linkedTitle(shown: Child, target: string | undefined, suspect: string): Child {
  return [
    target === undefined ? shown : h('a', { href: target, 'data-item': true }, shown),
    suspect === '' ? undefined : [' ', suspectTag(suspect)],
  ];
}

function suspectTag(suspect: string): HTMLElement {
  const href = routeHash({ screen: 'suspect', subject: suspect });
  return h('a', { class: 'tag', href }, 'suspect', unseen(` ${suspect}`));
}

export function growthColumn<Row extends GrowingRow>(): Column<Row> {
  return {
    key: 'growth',
    title: 'grew',
    cell: growthCell,
    value: ({ born, retained }) => steadyShare(born) * retained,
  };
}

/** @param top the row that the picture and table are about */
export function shareColumn<Row extends GrowingRow>(top: Row): Column<Row> {
  return {
    key: 'share',
    title: 'share',
    cell: ({ retained }) => share(retained / top.retained),
    value: ({ retained }) => retained / top.retained,
    minor: true,
  };
}

/** A suspect may grow unsteadily. Then the cell shows what came since the first capture. */
function growthCell({ born, retained, suspect }: GrowingRow): Child {
  const steady = steadyShare(born) * retained;
  const since = Array.from(born.slice(1)).reduce((sum, size) => sum + size, 0);
  const grows = steadyShare(born) >= 0.01;
  return h(
    'span',
    { class: 'grew' },
    grows
      ? h('span', {}, bytes(steady))
      : suspect === ''
        ? h('span', { class: 'quiet' }, 'no')
        : h('span', {}, since > 0 ? `${bytes(since)} new` : ''),
    birthBars(Array.from(born), 40, 16),
  );
}
