import { bytes, count, counted } from '../../format/quantities.ts';
import type { PathStep, Suspect } from '../../format/suspect.ts';
import type { Bytes, EpochMillis } from '../../format/units.ts';
import type { Visit } from '../../format/visit.ts';
import { confidenceWeights as weights } from '../../judgement/parameters/confidence.ts';
import { visitLimits } from '../../judgement/parameters/visits.ts';
import type { Past } from '../explain/course.ts';
import { fingerprintOf } from '../explain/fingerprint.ts';
import {
  confidenceFrom,
  evenWeight,
  type Signal,
  signalOfFew,
  signalOfRate,
  slowingGrowth,
} from '../explain/growth-signals.ts';
import { signalOfPast } from '../explain/history.ts';
import type { ModuleNames } from '../graph/module-names.ts';
import { expressionOf } from '../paths/expression.ts';
import { allocatorOf } from './allocators.ts';
import { endOf } from './coming-ends.ts';
import {
  type GrownPlace,
  gainOf,
  gainsOf,
  intervalBetween,
  isValue,
  meanGain,
  perOperation,
  spanOf,
} from './grown-places.ts';
import { isUnnamed } from './place-histories.ts';
import { wordsOf } from './place-words.ts';

const hour = 3_600_000;

/** Turns one place that grows into what the report says of it. */
export function suspectOfPlace(
  grown: GrownPlace,
  visits: readonly Visit[],
  modules: ModuleNames,
  startedAt?: EpochMillis,
): Suspect {
  const past = pastOf(grown, visits, startedAt);
  const path = pathOf(grown, modules);
  const { place, proof } = grown;
  const { kind, what, gains, remedy } = wordsOf(place, path);
  const { confidence, evidence } = judge(grown, visits, path, past);
  const mayEnd = proof.verdict === 'proven' ? undefined : endOf(grown, visits)?.text;
  const entry = place.entry ?? (place.kind === 'string' ? 'string' : 'Object');
  const others = grown.alike === 0 ? '' : ` and ${count(grown.alike)} like it`;
  const name = path.at(-1)?.name ?? '';
  const allocations = allocatorOf(place.stops, spanOf(grown, visits) / (grown.visits.length - 1), modules);
  return {
    fingerprint: fingerprintOf(path),
    kind,
    title: isValue(place)
      ? `${what}${others} grows by ${bytes(meanGain(grown))} per interval`
      : `${what}${others} ${grown.alike === 0 ? 'gains' : 'gain'} ${count(Math.round(meanGain(grown)))} ${gains} per interval`,
    confidence,
    confirmed: proof.verdict === 'proven',
    ...(proof.reasons.includes('slowing') ? { slowing: true } : {}),
    ...(mayEnd === undefined ? {} : { mayEnd }),
    path,
    holders: [{ name, expression: expressionOf(path) || name, path, share: 1 }],
    survivors: survivorsOf(grown),
    growth: growthOf(grown, visits),
    externalShare: place.kind === 'buffer' || /^(Buffer|ArrayBuffer|Uint8Array)$/.test(entry) ? 1 : 0,
    retainedSize: Math.round(grown.held[grown.held.length - 1] * grown.bytesPerEntry),
    entryClass: entry.replace(/^function (?=.)/, ''),
    entryCount: isValue(place) ? 1 : grown.held[grown.held.length - 1],
    evidence,
    ...(allocations === undefined ? {} : { allocations }),
    remedy,
  };
}

function pathOf({ place }: GrownPlace, modules: ModuleNames): readonly PathStep[] {
  const last = place.path.length - 1;
  return place.path.map(([edge, name, kind], at) => ({
    edge,
    name: kind === 'module' ? modules.of(name) : name,
    kind: stepKind(kind),
    ...(at === last ? { growing: true } : {}),
  }));
}

function stepKind(kind: string): PathStep['kind'] {
  return kind === 'module' || kind === 'closure' || kind === 'collection' || kind === 'string'
    ? kind
    : 'object';
}

/** How sure we are, by the signals that captures have as well. */
function judge(
  grown: GrownPlace,
  visits: readonly Visit[],
  path: readonly PathStep[],
  past: Past,
): Pick<Suspect, 'confidence' | 'evidence'> {
  const gains = gainsOf(grown);
  const isCount = !isValue(grown.place);
  const isNamed =
    (path[0]?.kind === 'module' && path[1]?.edge !== '(this)') || path[0]?.name === 'globalThis';
  const unit = isCount ? 'entries' : grown.place.kind === 'string' ? 'characters' : 'bytes';
  const signals: readonly Signal[] = allOf([
    {
      weight: visitLimits.byVisits + weights.threeIntervals,
      text: `seen by ${looksAt(grown, visits)}, no snapshot`,
    },
    ...(isUnnamed(grown.place) ? [unnamed(grown.place)] : []),
    {
      weight: evenWeight(gains),
      text: `${unit} at each visit: ${grown.held.map(count).join(' → ')}`,
    },
    ...(isNamed ? [{ weight: weights.inModule, text: '' }] : []),
    ...(isCount ? ofCounts(grown, visits, gains) : []),
    ...(grown.proof.reasons.includes('slowing') ? [slowingGrowth] : []),
    ...(isCount ? [endOf(grown, visits), ofPast(grown, visits, past)] : []),
  ]);
  const base = grown.proof.verdict === 'proven' ? weights.confirmed : weights.unconfirmed;
  return {
    confidence: confidenceFrom(base, signals),
    evidence: signals.map(({ text }) => text).filter((text) => text !== ''),
  };
}

function allOf(signals: readonly (Signal | undefined)[]): readonly Signal[] {
  return signals.flatMap((signal) => signal ?? []);
}

/** What the process did before the place was first measured. */
function pastOf({ visits: [first] }: GrownPlace, visits: readonly Visit[], startedAt?: EpochMillis): Past {
  const { at, operations } = visits[first];
  return {
    ...(startedAt === undefined ? {} : { age: at - startedAt }),
    ...(operations === undefined ? {} : { operations }),
  };
}

function ofPast(grown: GrownPlace, visits: readonly Visit[], past: Past): Signal | undefined {
  const { visits: numbers, held } = grown;
  const intervals = numbers.slice(1).map((number, k) => intervalBetween(visits, numbers[k], number));
  return signalOfPast(held[0], gainsOf(grown), { intervals, past }, 'the first visit');
}

/** Those that measured it. */
function looksAt({ visits: numbers }: GrownPlace, visits: readonly Visit[]): string {
  const censuses = numbers.filter((number) => visits[number].census !== undefined).length;
  const seen = counted(numbers.length, 'visit');
  return censuses === 0 ? seen : `${counted(censuses, 'census')} and ${seen}`;
}

function unnamed({ path, entry }: GrownPlace['place']): Signal {
  const last = path[path.length - 1];
  const of = entry === undefined ? '' : ` of ${entry}`;
  return {
    weight: visitLimits.unnamed,
    text: `no visit reached it, so its path is not known: look for a ${last[1]}${of} of this size`,
  };
}

function ofCounts(grown: GrownPlace, visits: readonly Visit[], gains: readonly number[]): Signal[] {
  const gained = gains.reduce((sum, gain) => sum + gain, 0);
  const known = [signalOfRate(perOperation(grown, visits)), signalOfFew(gained)];
  return [
    ...known.flatMap((signal) => signal ?? []),
    {
      weight: 0,
      text: `bytes are estimated from its newest entries (about ${bytes(grown.bytesPerEntry)} each)`,
    },
  ];
}

function survivorsOf(grown: GrownPlace): Suspect['survivors'] {
  const births = [grown.held[0], ...gainsOf(grown).map((gain) => Math.max(0, gain))];
  const sizes: Bytes[] = births.map((size) => Math.round(size * grown.bytesPerEntry));
  return { counts: isValue(grown.place) ? births.map(() => 0) : births, bytes: sizes };
}

function growthOf(grown: GrownPlace, visits: readonly Visit[]): Suspect['growth'] {
  const hours = spanOf(grown, visits) / hour;
  const gained = grown.held[grown.held.length - 1] - grown.held[0];
  const rate = isValue(grown.place) ? undefined : perOperation(grown, visits);
  return {
    objectsPerInterval: isValue(grown.place) ? 0 : meanGain(grown),
    bytesPerInterval: Math.round(meanGain(grown) * grown.bytesPerEntry),
    ...(hours > 0
      ? {
          bytesPerHour: Math.round(gainOf(grown) / hours),
          objectsPerHour: isValue(grown.place) ? 0 : Math.round(gained / hours),
        }
      : {}),
    ...(rate === undefined ? {} : { objectsPerOperation: Math.round(rate * 1000) / 1000 }),
  };
}
