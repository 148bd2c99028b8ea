import type { FileEvidence, SuiteCapture } from '../../format/suite-evidence.ts';
import type { FoundSurvivors } from '../../format/suite-report.ts';
import { suiteLimits } from '../../judgement/parameters/suites.ts';
import { withOpenCapture } from './open-capture.ts';
import { survivingHolders } from './survivors/surviving-holders.ts';

/** What one capture says about the survivors of the file after which it was taken. */
export function explainFile(
  { file, bytes, sites }: FileEvidence,
  capture: SuiteCapture,
  directory: string,
): FoundSurvivors {
  return withOpenCapture(capture, directory, ({ heap, weights, teller, modules }) => {
    const madeAt = teller.madeAt(sites);
    const holders = survivingHolders(heap, weights, suiteLimits.leastHeld).map((holder) => ({
      ...teller.tell(holder, weights),
      ...(madeAt === undefined ? {} : { madeAt }),
    }));
    return { file: modules.of(file), bytes, holders };
  });
}
