import { conductAutopsy } from '../../analyzer/autopsy/conduct-autopsy.ts';
import { ringEvidence } from '../../analyzer/autopsy/ring-evidence.ts';
import { openRing } from '../../analyzer/recording/open-ring.ts';
import type { MemorySample } from '../../format/memory-sample.ts';
import type { Death } from '../../probes/watch/watch-setting.ts';

/** What a ring says about the death of its process. Never throws: a ring that cannot be read says nothing. */
export function deathIn(ring: string, samples: readonly MemorySample[]): Death | undefined {
  try {
    const evidence = ringEvidence(openRing(ring).entries, samples);
    if (evidence === undefined) return undefined;
    const { process, holder, last } = evidence;
    const { lives } = conductAutopsy(
      {
        processes: [process],
        holders: holder === undefined ? [] : [holder],
        clues: { files: [] },
        last,
        watched: new Set(),
        limits: [],
      },
      Date.now(),
    );
    const life = lives.at(-1);
    if (life === undefined) return undefined;
    const { cause, sentence, causeConfidence: confidence, holder: held } = life;
    return { cause, sentence, confidence, ...(held === undefined ? {} : { holder: held }) };
  } catch {
    return undefined;
  }
}
