import type { MemorySample } from '../../../format/memory-sample.ts';
import { isAtLeast, type Rung, type RungChoice, type RungPrice, rungs } from '../../../format/rungs.ts';
import type { Connection } from '../../connection.ts';
import { type CaptureConditions, weighCapture } from './guards.ts';
import { rungCosts } from './rung-costs.ts';

/** What a process can have, beside what it can bear. */
export type LightSources = Pick<Connection, 'visits' | 'census' | 'pulses'>;

/** Which of the rungs below several snapshots may be taken. */
export interface RungWish {
  /** The heaviest that may be taken. */
  readonly most: Rung;
  /** Whether that is what a person asked for; else what is heavier was refused. */
  readonly isAsked: boolean;
  /** Take it, whatever it costs. */
  readonly force: boolean;
}

/**
 * The highest rung below several snapshots that the process has and can bear.
 * @param samples in order of time, the last one of this moment
 */
export function chooseRung(
  samples: readonly MemorySample[],
  conditions: CaptureConditions,
  sources: LightSources,
  { most, isAsked: asked, force }: RungWish,
): RungChoice {
  let above: RungPrice | undefined;
  for (const rung of rungs.toReversed()) {
    if (!isHad(rung, sources)) continue;
    const price = priceOf(rung, samples, conditions);
    const isWanted = isAtLeast(most, rung);
    if (isWanted && (force || price.refused === undefined)) {
      const isAsked = asked && above !== undefined && !isAtLeast(most, above.rung);
      return {
        taken: rung,
        ...(isAsked ? { asked: most } : {}),
        ...(above === undefined ? {} : { next: isAsked ? unasked(above) : above }),
      };
    }
    above = price;
  }
  return { taken: 'ledger', ...(above === undefined ? {} : { next: above }) };
}

function isHad(rung: Rung, { visits, census, pulses }: LightSources): boolean {
  if (rung === 'visits') return visits !== undefined;
  if (rung === 'census') return census !== undefined;
  return rung !== 'pulses' || pulses !== undefined;
}

function priceOf(rung: Rung, samples: readonly MemorySample[], conditions: CaptureConditions): RungPrice {
  const share = rungCosts[rung];
  if (share.pause === 0) return { rung };
  const { cost, risks } = weighCapture(samples, conditions, share);
  return {
    rung,
    ...(risks.length === 0 ? {} : { refused: risks.join('; ') }),
    ...(cost === undefined ? {} : cost),
  };
}

function unasked({ refused: _, ...price }: RungPrice): RungPrice {
  return price;
}
