import type { Pulse } from '../../format/pulse.ts';
import type { Work } from '../../judgement/evidence.ts';
import { strongest } from '../../judgement/proof.ts';
import { prove } from '../../judgement/prove.ts';
import { concludeGrowth } from '../growth/find-growth.ts';
import type { GrowthFinding } from '../growth/findings.ts';
import { askGrowth } from '../growth/growth-questions.ts';
import { countsOf } from '../growth/pile-findings.ts';
import { workOf } from '../growth/work.ts';
import type { DatedCapture } from './capture-order.ts';
import { explainFindings, nothingExplained } from './explain-findings.ts';
import { intervalsBetween, pastOf } from './intervals.ts';
import { openHeap } from './open-heap.ts';
import { dateByPulses, evidenceOfPulses, type PulseDating } from './pulse-dating.ts';
import { type FoundSuspects, foundIn, type Search } from './search.ts';

/** One capture explains what the pulses before it counted: they date its objects, and confirm what grew. */
export function searchByPulses(
  capture: DatedCapture,
  pulses: readonly Pulse[],
  search: Search,
): FoundSuspects {
  const { source, watermark } = capture;
  const dating = dateByPulses(pulses, { ...source, watermark });
  if (dating === undefined) {
    capture.columns?.strings.close();
    return foundIn([capture], [], 'ledger-only', nothingExplained, {
      notSeen: [],
      limits: ['the pulses cannot date the capture: there are too few, or the ids were reset in between'],
    });
  }
  const heap = openHeap(capture, search, {
    watermarks: dating.watermarks,
    reading: { verb: 'reading', from: 0.1, to: 0.7 },
  });
  search.onProgress('looking for what grows', 0.7);
  const questions = askGrowth(heap);
  const intervals = intervalsBetween(dating.moments);
  search.onProgress('explaining', 0.9);
  const findings = concludeGrowth(questions, [], intervals).map((finding) =>
    provedByPulses(finding, dating, workOf(intervals)),
  );
  const suspects = explainFindings(
    questions,
    findings,
    { intervals, past: pastOf(dating.moments[0], search), expectedEnds: search.expectedEnds },
    search,
  );
  heap.graph.strings.close();
  const limit = 'the capture was dated by pulses: a value that is replaced by a larger one is not seen';
  const result = foundIn([capture], intervals, 'survivors-by-birth', suspects, {
    notSeen: [],
    limits: [limit],
  });
  return { ...result, heap: { ...result.heap, atPulses: dating.held } };
}

/** Pulses count objects of V8's heap: memory outside it does not speak for or against. */
function provedByPulses(finding: GrowthFinding, dating: PulseDating, work: Work): GrowthFinding {
  if (finding.shape === 'slot') return finding;
  const all = finding.born.slice(1).reduce((sum, bytes) => sum + bytes, 0);
  const inHeap = all === 0 ? 0 : Math.max(0, 1 - finding.externalBytes / all);
  const born = finding.born.map((bytes) => bytes * inHeap);
  const common = { counts: countsOf(finding), work };
  const proofs = evidenceOfPulses(dating, born).map(({ held, ...unheld }) =>
    prove({ ...unheld, ...common, ...(inHeap > 0 && held !== undefined ? { held } : {}) }),
  );
  return { ...finding, proof: strongest(proofs) };
}
