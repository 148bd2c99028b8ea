/** Whether test files run where their runner is: `--test-isolation=none`, or a file without `--test`. */
export function isInOneProcess(
  options: readonly string[] = [...(process.env.NODE_OPTIONS ?? '').split(/\s+/), ...process.execArgv],
): boolean {
  const at = options.findLastIndex((word) => /^--(experimental-)?test-isolation(=|$)/.test(word));
  const mode = options[at]?.split('=')[1] ?? options[at + 1];
  return !options.includes('--test') || (at >= 0 && mode === 'none');
}
