import type { Verdict } from '../../format/verdict.ts';

const perHour = /(\d(?:\.\d)?(?: [KMGT]?i?B)?)\/h\b/g;

/** The verdict about samples that tell no time: one step from sample to sample stands where an hour would. */
export function perSampleWords(verdict: Verdict): Verdict {
  const say = (text: string) => text.replace(perHour, '$1 per sample');
  return { ...verdict, sentence: say(verdict.sentence), evidence: verdict.evidence.map(say) };
}
