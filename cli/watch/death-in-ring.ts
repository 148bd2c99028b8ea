import type { MemorySample } from '../../format/memory-sample.ts';
import type { Death } from '../../probes/watch/watch-setting.ts';

/** What a ring says about the death of its process. Never rejects: a ring that cannot be read says nothing. */
export async function deathIn(ring: string, samples: readonly MemorySample[]): Promise<Death | undefined> {
  try {
    const { conductAutopsy } = await import('../../analyzer/autopsy/conduct-autopsy.ts');
    const { ringEvidence } = await import('../../analyzer/autopsy/ring-evidence.ts');
    const { openRing } = await import('../../analyzer/recording/open-ring.ts');
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
