import { placeOf } from '../../analyzer/report/path-text.ts';
import type { Origin } from '../../format/origin.ts';
import type { Report } from '../../format/report.ts';
import type { Suspect } from '../../format/suspect.ts';
import type { EpochMillis } from '../../format/units.ts';
import type { PartName } from '../../format/verdict.ts';
import { type Card, type CardLeak, cardSchemaVersion } from './card.ts';

export interface RecordingIdentity {
  readonly id: string;
  readonly at: EpochMillis;
  readonly origin: Origin;
}

/** What of a report goes on its card. */
export function cardOf(report: Report, { id, at, origin }: RecordingIdentity): Card {
  const { verdict, suspects, target, createdAt } = report;
  const { outcome, problem, sentence, confidence } = verdict;
  return {
    schemaVersion: cardSchemaVersion,
    id,
    at,
    judgedAt: createdAt,
    origin,
    ...(target === undefined ? {} : { pid: target.pid, runtime: `${target.runtime} ${target.version}` }),
    outcome,
    problem,
    sentence,
    confidence,
    leaks: outsideHeap(report) ?? suspects.map(leakOf),
  };
}

/** Growth that no suspect explains is joined by its kind, and by its owner if one is proven. */
function outsideHeap({ verdict, suspects, native }: Report): readonly CardLeak[] | undefined {
  const { outcome, problem, sentence, confidence, parts = [] } = verdict;
  if (outcome !== 'growth' || suspects.some(({ confirmed }) => confirmed)) return undefined;
  const owner = native?.owners?.owners.find(({ growth }) => growth === 'proven');
  const bytesPerHour = parts.find(({ name, state }) => state === 'grows' && inBytes.has(name))?.perHour;
  return [
    {
      fingerprint: owner === undefined ? problem : `${problem}:${owner.name}`,
      title: sentence,
      kind: problem,
      confirmed: true,
      confidence,
      holder: owner?.name ?? problem,
      ...(bytesPerHour === undefined ? {} : { bytesPerHour }),
    },
    ...suspects.map(leakOf),
  ];
}

const inBytes: ReadonlySet<PartName> = new Set(['heap', 'external', 'native', 'resident']);

function leakOf(suspect: Suspect): CardLeak {
  const { fingerprint, title, kind, confirmed, confidence, holders, growth } = suspect;
  const { bytesPerHour, objectsPerHour, objectsPerOperation } = growth;
  const place = placeOf(suspect);
  return {
    fingerprint,
    title,
    kind,
    confirmed,
    confidence,
    holder: holders[0]?.expression ?? title,
    ...(place === undefined ? {} : { place }),
    ...(bytesPerHour === undefined ? {} : { bytesPerHour }),
    ...(objectsPerHour === undefined ? {} : { objectsPerHour }),
    ...(objectsPerOperation === undefined ? {} : { objectsPerOperation }),
  };
}
