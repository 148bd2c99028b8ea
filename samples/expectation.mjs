/**
 * Holds a JSON report against what a sample expects of it.
 * @returns what the report says otherwise or fails to say, one line each; empty if it is right
 */
export function shortcomings(report, expected) {
  return [
    ...verdictShortcomings(report.verdict, expected),
    ...suspectShortcomings(report.suspects, expected),
    ...rateShortcomings(report, expected),
    ...allocationShortcomings(report, expected),
    ...nativeShortcomings(report, expected),
  ];
}

/** Whether the first suspect is of this kind and at this place. */
export function isFirst([accused], { kind, holder }) {
  return accused !== undefined && accused.kind === kind && holder.test(whereabouts(accused));
}

/** What a sample's report must say where it ran on Bun, which cannot sample allocations: all else, but for `onBun`. */
export function expectationOnBun({ allocatedBy: _, onBun, ...expected }) {
  return { ...expected, ...onBun };
}

function verdictShortcomings(verdict, expected) {
  const lines = [];
  if (verdict.outcome !== expected.verdict) {
    lines.push(`the verdict is ${verdict.outcome}, not ${expected.verdict}: ${verdict.sentence}`);
  }
  if (expected.problem !== undefined && verdict.problem !== expected.problem) {
    lines.push(`the problem is ${verdict.problem}, not ${expected.problem}: ${verdict.sentence}`);
  }
  return lines;
}

function suspectShortcomings(suspects, expected) {
  const { first, also = [] } = expected;
  const [accused] = suspects;
  if (expected.verdict === 'none' || first === null) {
    return suspects.map((suspect) => `accuses ${suspect.title}`);
  }
  if (first === undefined) return [];
  if (accused === undefined) return [`names no suspect, should name ${first.holder}`];

  const lines = [];
  const missing = (holder) => !suspects.some((suspect) => holder.test(whereabouts(suspect)));
  if (accused.kind !== first.kind)
    lines.push(`the first suspect is of kind ${accused.kind}, not ${first.kind}`);
  if (!accused.confirmed) lines.push('the first suspect is not confirmed');
  if (!first.holder.test(whereabouts(accused))) {
    lines.push(`the first suspect is ${whereabouts(accused)}, not ${first.holder}`);
  }
  if (first.title && !first.title.test(accused.title)) {
    lines.push(`the first suspect's title is "${accused.title}", should match ${first.title}`);
  }
  for (const holder of also.filter(missing)) lines.push(`no suspect names ${holder}`);
  return lines;
}

/** Where a suspect is held, as text: its holders' expressions and every step of its paths. */
function whereabouts({ path, holders }) {
  const steps = (path) => path.map(({ edge, name }) => `${edge} ${name}`).join(' ');
  return [
    ...holders.map((holder) => `${holder.name} ${holder.expression} ${steps(holder.path)}`),
    steps(path),
  ].join(' | ');
}

/** Exact counts: in every interval the first suspect must have gained what its operations add, no more, no less. */
function rateShortcomings({ suspects: [accused], intervals }, { perOperation }) {
  if (perOperation === undefined || accused === undefined) return [];
  const { objects, tolerance } = perOperation;
  return intervals.flatMap(({ operations }, index) => {
    const interval = `interval ${index + 1}`;
    if (!(operations > 0)) return [`${interval} counts no operations`];
    // Survivors begin with what is older than the first capture.
    const gained = accused.survivors.counts[index + 1];
    const due = operations * objects;
    if (Math.abs(gained - due) <= tolerance) return [];
    return [`${interval} gained ${gained} entries in ${operations} operations, not ${due} ± ${tolerance}`];
  });
}

/** The first suspect must be joined to the calls that feed it; if nothing leaks, no call may be said to keep anything. */
function allocationShortcomings({ suspects: [accused], allocations }, { verdict, allocatedBy }) {
  const text = ({ frame }) => `${frame.function} ${frame.file}`;
  if (verdict === 'none')
    return (allocations?.sites ?? []).map((site) => `says that ${text(site)} allocates and keeps`);
  if (allocatedBy === undefined) return [];
  const sites = (accused?.allocations?.sites ?? []).map(text);
  return sites.slice(0, 2).some((site) => allocatedBy.test(site))
    ? []
    : [`the first suspect is allocated by ${sites.join(', ') || 'no call'}, not by ${allocatedBy}`];
}

/** Reasons that say that nothing leaks, or that nothing tells. */
const harmless = new Set(['lazy', 'kept', 'file-cache', 'unknown']);

/** Where memory outside the heap is, why, and who took it. That is told only of a recording that knows owners. */
function nativeShortcomings({ native: { cause, owners } = {}, memory }, { native: expected, verdict }) {
  if (expected === undefined) {
    const blamed = verdict === 'none' && cause !== undefined && !harmless.has(cause.kind);
    return blamed ? [`says of memory outside the heap: ${cause.sentence}`] : [];
  }
  const lines = [];
  const most = grownMost(memory)?.name;
  const owner = owners?.owners.find(({ kind }) => kind !== 'engine' && kind !== 'script');
  if (cause?.kind !== expected.cause)
    lines.push(`the cause is ${cause?.kind ?? 'not told'}, not ${expected.cause}: ${cause?.sentence ?? ''}`);
  if (expected.part !== undefined && most !== undefined && !expected.part.test(most))
    lines.push(`the part that grows most is ${most}, not ${expected.part}`);
  if (
    expected.owner !== undefined &&
    owners !== undefined &&
    !expected.owner.test(JSON.stringify(owner ?? ''))
  )
    lines.push(`the first owner is ${owner?.name ?? 'not told'}, not ${expected.owner}`);
  return lines;
}

/** The part of resident memory that gained most. */
export function grownMost(memory) {
  const parts = memory?.resident?.parts ?? [];
  return parts.toSorted((a, b) => b.gain - a.gain)[0];
}
