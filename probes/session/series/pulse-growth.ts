import type { Pulse } from '../../../format/pulse.ts';
import type { Generation } from '../../../judgement/evidence.ts';
import { pulses as parameters } from '../../../judgement/parameters/survivors.ts';
import { prove } from '../../../judgement/prove.ts';

/** Whether the pulses so far prove growth: every interval after the first keeps some of what was born in it. */
export function everyBirthSurvives(pulses: readonly Pulse[]): boolean {
  const evidence = {
    kind: 'survivors',
    source: 'pulses',
    unit: 'objects',
    generations: generationsOf(pulses),
  } as const;
  return prove(evidence).verdict === 'proven';
}

/** Interval 0 is from before the first pulse. Those that are old enough are compared with what had settled of them. */
function generationsOf(pulses: readonly Pulse[]): Generation[] {
  const last = pulses.at(-1)?.survivors;
  const settled = pulses.length - 1 - parameters.laterPulses;
  return pulses.slice(1).map((_, k) => {
    const interval = k + 1;
    const alive = last?.counts[interval] ?? 0;
    const bytes = last?.bytes[interval] ?? 0;
    if (interval > settled) return { alive, bytes };
    return { alive, bytes, atFirst: pulses[interval + 1].survivors.counts[interval] ?? 0 };
  });
}
