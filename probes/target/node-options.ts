/** Options of Node that take their value from the next argument, if it is not written behind a `=`. */
const withValue: ReadonlySet<string> = new Set([
  '-C',
  '-r',
  '--allow-fs-read',
  '--allow-fs-write',
  '--conditions',
  '--debug-port',
  '--diagnostic-dir',
  '--dns-result-order',
  '--env-file',
  '--experimental-loader',
  '--heapsnapshot-signal',
  '--icu-data-dir',
  '--import',
  '--input-type',
  '--inspect-port',
  '--inspect-publish-uid',
  '--loader',
  '--openssl-config',
  '--redirect-warnings',
  '--report-dir',
  '--report-directory',
  '--report-filename',
  '--report-signal',
  '--require',
  '--title',
  '--unhandled-rejections',
]);

/**
 * The options of Node among the arguments of its command, each with its value as `--name=value`. Whatever follows the
 * script, or the text of `--eval`, is the program's own.
 */
export function nodeOptionsIn(args: readonly string[]): readonly string[] {
  const options: string[] = [];
  for (let at = 0; at < args.length; at += 1) {
    const arg = args[at]!;
    if (!arg.startsWith('-') || arg === '-' || arg === '--') break;
    const value = args[at + 1];
    if (withValue.has(arg) && value !== undefined) {
      options.push(`${arg}=${value}`);
      at += 1;
    } else options.push(arg);
  }
  return options;
}

/** The value of an option, the last one that was given; undefined if there is none. */
export function valueOfOption(options: readonly string[], name: string): string | undefined {
  return options.findLast((option) => option.startsWith(`${name}=`))?.slice(name.length + 1);
}

/** All values of an option that may be repeated. */
export function valuesOfOption(options: readonly string[], name: string): readonly string[] {
  return options
    .filter((option) => option.startsWith(`${name}=`))
    .map((option) => option.slice(name.length + 1));
}
