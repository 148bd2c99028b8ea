import { measurePauses } from './pauses.mjs';

/**
 * Visits, pulses, censuses and snapshots of heaps of several sizes beside each other. What the guard refuses is printed as
 * it says it, with what the largest heap that was measured makes one expect.
 */
export async function comparePauses(sizes, setting) {
  console.log(
    '\n| objects | a visit | the first two, and finding the functions | pulse | census | snapshot | visit of snapshot |\n' +
      '|---|---|---|---|---|---|---|',
  );
  let measured;
  for (const millions of sizes) {
    const { visit, first, sampling, pulse, census, snapshot } = await measurePauses(millions * 1e6, setting);
    const isRefused = snapshot.refused !== undefined;
    const expected = isRefused ? extrapolated(measured, millions) : { millions, ...snapshot };
    measured = isRefused ? measured : expected;
    const shares = expected === undefined ? '' : oneTo(expected.stood / visit.stood);
    console.log(
      `| ${millions} M | ${cell(visit)} | ${cell(first)}; ${cell(sampling)} | ${cell(pulse)} | ${cell(census)} | ` +
        `${isRefused ? refusal(snapshot, expected) : cell(snapshot)} | ${shares} |`,
    );
  }
}

/** A snapshot takes time and memory for each object. */
function extrapolated(measured, millions) {
  if (measured === undefined) return undefined;
  const times = millions / measured.millions;
  return { ...measured, stood: measured.stood * times, extra: measured.extra * times };
}

function refusal({ refused }, expected) {
  if (expected === undefined) return `refused: ${refused}`;
  const from = `extrapolated from ${expected.millions} M`;
  return `refused: ${refused}; ${from}: ${time(expected.stood)}, ${mebi(expected.extra)} MiB`;
}

function cell(measured) {
  if (measured === undefined) return 'none';
  const { stood, cpu, longest, extra, share } = measured;
  const times = `${time(stood)} in all, ${time(longest)} at once, ${time(cpu)} of processor time`;
  return `${times}, ${mebi(extra)} MiB (${(share * 100).toFixed(1)} %)`;
}

function oneTo(times) {
  return Number.isFinite(times) ? `1/${Math.round(times).toLocaleString('en')}` : 'nothing measurable';
}

function time(span) {
  if (span >= 10_000) return `${(span / 1_000).toFixed(0)} s`;
  return span >= 1_000 ? `${(span / 1_000).toFixed(1)} s` : `${span.toFixed(span < 100 ? 1 : 0)} ms`;
}

function mebi(bytes) {
  return (bytes / 2 ** 20).toFixed(1);
}
