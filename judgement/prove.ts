import type { Evidence } from './evidence.ts';
import { proveBirths } from './kinds/births.ts';
import { proveEnds } from './kinds/ends.ts';
import { proveLevels } from './kinds/levels.ts';
import { proveNativeCause } from './kinds/native-cause.ts';
import { proveRounds } from './kinds/rounds.ts';
import { proveCaptured, proveCollected, proveHeap, proveNative, proveSeries } from './kinds/series.ts';
import { proveSurvivors } from './kinds/survivors.ts';
import type { Proof } from './proof.ts';

/** One entry for each kind of evidence: a new kind is one file in `kinds/` and one line here. */
const provers = {
  births: proveBirths,
  ends: proveEnds,
  levels: proveLevels,
  survivors: proveSurvivors,
  rounds: proveRounds,
  series: proveSeries,
  captured: proveCaptured,
  collected: proveCollected,
  heap: proveHeap,
  native: proveNative,
  'native-cause': proveNativeCause,
} satisfies { readonly [Kind in Evidence['kind']]: (evidence: EvidenceOf<Kind>) => Proof };

type EvidenceOf<Kind> = Extract<Evidence, { kind: Kind }>;
type ProofOf<Given extends Evidence> = ReturnType<(typeof provers)[Given['kind']]>;

/** The one judge of growth: whatever saw it, and wherever it is, this says whether it is proven. Pure. */
export function prove<Given extends Evidence>(evidence: Given): ProofOf<Given> {
  const prover = provers[evidence.kind] as unknown as (evidence: Given) => ProofOf<Given>;
  return prover(evidence);
}
