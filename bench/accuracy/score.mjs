const bands = [
  { name: '>= 0.9', holds: (confidence) => confidence >= 0.9 },
  { name: '0.75 - 0.9', holds: (confidence) => confidence >= 0.75 && confidence < 0.9 },
  { name: '0.5 - 0.75', holds: (confidence) => confidence >= 0.5 && confidence < 0.75 },
  { name: '< 0.5', holds: (confidence) => confidence < 0.5 },
];

/** One run's suspects with `right`: whether all expressions of the case match. In a clean run nothing is right. */
export function markSuspects({ name, kind, truth }, suspects) {
  return suspects.map((suspect) => {
    // The folder a case runs in bears its name, which often has the words that are looked for.
    const text = suspect.text.replaceAll(name, '');
    return { ...suspect, right: kind === 'leaky' && truth.every((expression) => expression.test(text)) };
  });
}

/** From 1; 0 if no suspect is right. */
export function rankOf(suspects) {
  return 1 + suspects.findIndex(({ right }) => right);
}

/** @param results `{ run, suspects, failure }` of one judge; a failure of a leaky run counts as not found */
export function totals(results) {
  const leaky = results.filter(({ run }) => run.kind === 'leaky');
  const clean = results.filter(({ run, failure }) => run.kind !== 'leaky' && !failure);
  const ranks = leaky.map(({ suspects }) => rankOf(suspects));
  return {
    leaky: leaky.length,
    top1: ranks.filter((rank) => rank === 1).length,
    top3: ranks.filter((rank) => rank >= 1 && rank <= 3).length,
    // What a reader has to look through beside the answer.
    extra: sum(leaky.map(({ suspects }, at) => suspects.length - (ranks[at] > 0 ? 1 : 0))),
    clean: clean.length,
    cleanWithSuspects: clean.filter(({ suspects }) => suspects.length > 0).length,
    falsePositives: sum(clean.map(({ suspects }) => suspects.length)),
    failures: results.filter(({ failure }) => failure).length,
  };
}

/** How many suspects of each band of confidence are right, over all runs. */
export function calibration(results) {
  const suspects = results.flatMap((result) => result.suspects);
  return bands.map(({ name, holds }) => {
    const inBand = suspects.filter(({ confidence }) => holds(confidence));
    return { name, count: inBand.length, right: inBand.filter(({ right }) => right).length };
  });
}

function sum(numbers) {
  return numbers.reduce((total, number) => total + number, 0);
}
