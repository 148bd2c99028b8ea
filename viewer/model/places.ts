import type { PageSummary } from '../../format/page.ts';
import { type Route, routeHash, type Screen } from './route.ts';

/** One entry of the navigation, and the screens that belong to it. */
export interface Place {
  readonly words: string;
  readonly screens: readonly Screen[];
  readonly hash: (chosen: Range) => string;
}

/** The captures that a reader compares, as they stand in an address. */
export type Range = Partial<Readonly<Record<'from' | 'to', string>>>;

/** What this page can show: nothing is compared in one capture, not every engine places code, and there may be no suspect. */
export function placesOf({ report, captures, comparison, tables }: PageSummary): readonly Place[] {
  const [first] = report.suspects;
  const place = (screen: Screen, words: string = screen, screens: readonly Screen[] = [screen]): Place => ({
    words,
    screens,
    hash: (chosen) => routeHash({ screen, state: ranged.has(screen) ? { ...chosen } : {} }),
  });
  const suspects: Place = {
    words: 'suspects',
    screens: ['suspect'],
    hash: () => routeHash({ screen: 'suspect', subject: first.fingerprint }),
  };
  return [
    ...(comparison === undefined ? [] : [place('diff')]),
    place('overview'),
    ...(first === undefined ? [] : [suspects]),
    place('dominators'),
    ...(tables.includes('packages') ? [place('packages')] : []),
    ...(tables.includes('stacks') ? [place('allocations')] : []),
    ...(captures.length < 2 ? [] : [place('compare')]),
    place('objects', 'objects', ['objects', 'class', 'object']),
    place('coverage'),
  ];
}

/** Both screens show the same choice of captures. */
const ranged = new Set<Screen>(['overview', 'compare']);

/** The choice that a screen shows; undefined for screens that have none. */
export function rangeOf({ screen, state: { from, to } }: Route): Range | undefined {
  if (!ranged.has(screen)) return undefined;
  return { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
}
