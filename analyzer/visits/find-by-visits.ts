import type { Interval } from '../../format/coverage.ts';
import { placeText } from '../../format/place.ts';
import { bytes, count, counted, duration } from '../../format/quantities.ts';
import type { EpochMillis } from '../../format/units.ts';
import type { Visit } from '../../format/visit.ts';
import type { ModuleNames } from '../graph/module-names.ts';
import type { FoundSuspects } from '../search/search.ts';
import { type GrownPlace, grownPlaces, intervalBetween, isValue } from './grown-places.ts';
import { placeHistories } from './place-histories.ts';
import { suspectOfPlace } from './visit-suspect.ts';

/** What is known beside the visits. */
export interface AboutVisits {
  /** Whether captures were tried first. */
  readonly refused?: boolean;
  /** When the process was started. */
  readonly startedAt?: EpochMillis | undefined;
}

/** The suspects of a recording whose growth no snapshot tells. */
export function findByVisits(
  visits: readonly Visit[],
  modules: ModuleNames,
  { refused = false, startedAt }: AboutVisits = {},
): FoundSuspects {
  const grown = grownPlaces(visits);
  const nearlyFull = grown.filter(isNearlyFull);
  const censuses = visits.filter(({ census }) => census !== undefined).length;
  return {
    suspects: grown
      .filter((each) => !isNearlyFull(each))
      .map((each) => suspectOfPlace(each, visits, modules, startedAt)),
    nearlyFull: nearlyFull.map((each) => nearlyFullText(each, visits, modules)),
    method: censuses === 0 ? 'visits' : 'census',
    intervals: intervalsOf(visits),
    notSeen: [
      `${censuses === 0 ? 'what no visited function leads to' : 'what grows in many small containers, and what lives in vm contexts'}: a heap snapshot sees the whole heap (${refused ? 'it was refused' : 'leave --max-rung out'})`,
    ],
    limits: [lookedAt(visits, modules), ...countedIn(visits)],
    heap: { sizes: [] },
    visits: visits.length,
  };
}

function isNearlyFull({ proof }: GrownPlace): boolean {
  return proof.reasons.includes('nearly-full');
}

function nearlyFullText(grown: GrownPlace, visits: readonly Visit[], modules: ModuleNames): string {
  const { holders } = suspectOfPlace(grown, visits, modules);
  const unit = isValue(grown.place) ? 'size' : 'entries';
  return `\`${holders[0].expression}\` gains less in each interval and is nearly full (${unit} at each visit: ${grown.held.map(count).join(' → ')})`;
}

function intervalsOf(visits: readonly Visit[]): readonly Interval[] {
  return visits.slice(1).map((_, k) => intervalBetween(visits, k, k + 1));
}

/** What the last census counted, and what became of the buffers, which have no entries. */
function countedIn(visits: readonly Visit[]): readonly string[] {
  const censuses = visits.flatMap(({ census }) => census ?? []);
  const last = censuses.at(-1);
  if (last === undefined) return [];
  const { objects, containers, skipped, held } = last;
  const { buffers, bufferBytes } = censuses[0];
  return [
    `the last of ${counted(censuses.length, 'census')} counted ${counted(objects, 'object')}, ${count(containers)} of them Maps, Sets and arrays, ` +
      `and paused the process for ${duration(held)}; buffers went from ${count(buffers)} (${bytes(bufferBytes)}) to ${count(last.buffers)} (${bytes(last.bufferBytes)})`,
    ...(skipped === 0
      ? []
      : [`dictionaries among ${counted(skipped, 'object')} were not counted: it would have taken too long`]),
  ];
}

const mostNamed = 4;

/** Which functions the program was stopped at. */
function lookedAt(visits: readonly Visit[], modules: ModuleNames): string {
  const stops = new Set(
    visits.flatMap(({ stops: each }) =>
      each.map(
        ({ function: name, file, line }) =>
          `${name || '(anonymous)'} (${placeText({ file: modules.of(file), line })})`,
      ),
    ),
  );
  const named = [...stops].slice(0, mostNamed);
  const more = stops.size > named.length ? ` and ${count(stops.size - named.length)} more` : '';
  const places = placeHistories(visits).length;
  const where = stops.size === 0 ? 'no function' : `${named.join(', ')}${more}`;
  return `${counted(visits.length, 'visit')} measured ${counted(places, 'place')} that ${where} lead to`;
}
