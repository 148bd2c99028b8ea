/**
 * Where two answers differ, field by field. Suspects are compared by their places; those that only moved are reported as moved.
 * @returns lines `field: old → new`
 */
export function differences(before, after) {
  return [
    ...unequal('exit code', before.exitCode, after.exitCode),
    ...unequal('stderr', before.errors, after.errors),
    ...reordered(before.report, after.report),
    ...unequal('', before.report, after.report),
  ];
}

function reordered(before, after) {
  const order = (report) => (report?.suspects ?? []).map(({ fingerprint }) => fingerprint);
  const [old, now] = [order(before), order(after)];
  if (old.join() === now.join()) return [];
  const named = (report, some) =>
    (report?.suspects ?? [])
      .filter(({ fingerprint }) => some.includes(fingerprint))
      .map(({ fingerprint, title }) => `${fingerprint} ${title}`);
  return [
    ...named(
      before,
      old.filter((one) => !now.includes(one)),
    ).map((one) => `suspect gone: ${one}`),
    ...named(
      after,
      now.filter((one) => !old.includes(one)),
    ).map((one) => `suspect new: ${one}`),
    `order of suspects: ${old.join(' ') || 'none'} → ${now.join(' ') || 'none'}`,
  ];
}

function unequal(path, before, after) {
  if (Object.is(before, after)) return [];
  if (!isNested(before) || !isNested(after) || Array.isArray(before) !== Array.isArray(after))
    return [`${path || 'report'}: ${shown(before)} → ${shown(after)}`];
  const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...keys].flatMap((key) => unequal(join(path, key, before), before[key], after[key]));
}

function isNested(value) {
  return typeof value === 'object' && value !== null;
}

function join(path, key, within) {
  if (Array.isArray(within)) return `${path}[${key}]`;
  return path === '' ? key : `${path}.${key}`;
}

function shown(value) {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length <= longest ? text : `${text.slice(0, longest)}…`;
}

const longest = 160;
