const mebi = (bytes) => (bytes === undefined ? '-' : `${(bytes / 2 ** 20).toFixed(0)} MiB`);

export const heading =
  '| program | mode | captures | heap | recording | analysis (CPU) | verdict | first suspect | suspects |\n' +
  '|---|---|---|---|---:|---:|---|---|---:|';

/** One row; a program that could not be recorded says why. */
export function rowOf({ program, mode, failure, ...result }) {
  if (failure !== undefined) {
    return `| ${program} | ${mode} | - | - | - | - | not recorded | ${failure.split('\n')[0].slice(0, 160)} | - |`;
  }
  const [first] = result.suspects;
  const cells = [
    program,
    mode,
    `${result.captures} × ${mebi(result.captureBytes)}`,
    `${mebi(result.heap?.first)} to ${mebi(result.heap?.last)}`,
    result.recordSeconds === undefined ? '-' : `${result.recordSeconds.toFixed(0)} s`,
    `${result.analyzeSeconds.toFixed(0)} s (${result.analyzeCpu.toFixed(0)} s)`,
    result.outcome,
    first === undefined ? result.sentence : `${first.title}, ${Math.round(first.confidence * 100)}%`,
    result.suspects.length,
  ];
  return `| ${cells.map((cell) => String(cell).replaceAll('|', '\\|')).join(' | ')} |`;
}
