/**
 * What evidence says of a growth. `proven`: every check that could be made speaks for it. `possible`: a check could not
 * be made, or it leaves a doubt. `refuted`: what was seen rules it out.
 */
export type ProofVerdict = 'proven' | 'possible' | 'refuted';

/** Why a growth is not proven. */
export type Reason =
  /** Two moments make one interval, and anything can happen once. */
  | 'one-interval'
  /** What lives says it grew, and nothing else could be asked. */
  | 'nothing-to-check'
  /** What holds it did not grow by what was born in it. */
  | 'held-no-more'
  /** As much was released elsewhere as was born. */
  | 'replaces'
  /** Some interval brought nothing. */
  | 'not-every-interval'
  /** It fell by more than growth does. */
  | 'falls'
  /** It was not there at the first moment: how it came is no growth. */
  | 'not-there-at-first'
  /** It grew by less than matters. */
  | 'too-little'
  /** Each interval brings less than the one before. */
  | 'slowing'
  /** It gains less in each interval, and hardly anything is still to come at this pace. */
  | 'nearly-full'
  /** It gained nothing in the last interval. */
  | 'full'
  /** The runtime limits it, and it holds no more than that. */
  | 'limited'
  /** A number beside it, called a limit, is not yet reached. */
  | 'below-limit'
  /** Its oldest entry has not yet lived as long as it is to live. */
  | 'before-expiry'
  /** It lets go of all that it holds, and holds more at the end by chance. */
  | 'turnover'
  /** Its store became larger only once. */
  | 'one-step'
  /** It belongs to one of many that is still open, and those that ended were freed. */
  | 'owner-open'
  /** Of some generation nearly nothing is left. */
  | 'generation-died'
  /** It takes a longer look: too few points, too short a time, or too much noise. */
  | 'too-short'
  /** It rose and came to an end. */
  | 'levelling';

export interface Proof {
  readonly verdict: ProofVerdict;
  /** Empty if proven. */
  readonly reasons: readonly Reason[];
}

export const proven: Proof = { verdict: 'proven', reasons: [] };

export function possible(...reasons: readonly Reason[]): Proof {
  return { verdict: 'possible', reasons };
}

export function refuted(...reasons: readonly Reason[]): Proof {
  return { verdict: 'refuted', reasons };
}

const contradictions: ReadonlySet<Reason> = new Set([
  'held-no-more',
  'replaces',
  'not-every-interval',
  'falls',
  'full',
  'limited',
  'turnover',
  'not-there-at-first',
  'too-little',
  'generation-died',
]);

/** Whether something that was seen speaks against it, which is more than a check that could not be made. */
export function isContradicted({ reasons }: Proof): boolean {
  return reasons.some((reason) => contradictions.has(reason));
}

const order: readonly ProofVerdict[] = ['proven', 'possible', 'refuted'];

/** All of these checks together: as weak as the weakest of them, with the reasons of all. */
export function together(checks: ReadonlyArray<Proof | undefined>): Proof {
  const made = checks.filter((check) => check !== undefined);
  const weakest = Math.max(0, ...made.map(({ verdict }) => order.indexOf(verdict)));
  return { verdict: order[weakest], reasons: made.flatMap(({ reasons }) => reasons) };
}

/** The same growth by measures that are blind to different things: what one of them proves is proven. */
export function strongest(proofs: readonly Proof[]): Proof {
  return proofs.reduce((best, proof) =>
    order.indexOf(proof.verdict) < order.indexOf(best.verdict) ? proof : best,
  );
}
