import { appendFileSync, existsSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { reporters } from '../../analyzer/report/reporters.ts';
import type { Report } from '../../format/report.ts';
import { UserError } from '../../format/user-error.ts';

/**
 * Writes a report in the formats that were asked for: `junit=leaks.xml`, `github-summary`.
 * @throws UserError for a format that is not known, or without a file
 */
export function writeOutputs(report: Report, outputs: readonly string[], directory: string): void {
  const fileOf = (name: string) =>
    !name.includes('node_modules/') && existsSync(join(directory, name)) ? name : undefined;
  for (const output of outputs) {
    const [name, file] = split(output);
    const reporter = reporters.find((one) => one.name === name);
    if (reporter === undefined)
      throw new UserError(
        'usage',
        `there is no format ${name}`,
        `choose of ${reporters.map((one) => one.name).join(', ')}`,
      );
    const text = reporter.render(report, { fileOf });
    const appended = reporter.appendsTo === undefined ? undefined : process.env[reporter.appendsTo];
    if (file !== undefined) writeFileSync(resolve(directory, file), text);
    else if (appended !== undefined) appendFileSync(appended, text);
    else if (name === 'github') process.stdout.write(text);
    else throw new UserError('usage', `the format ${name} needs a file`, `write ${name}=FILE`);
  }
}

function split(output: string): [name: string, file: string | undefined] {
  const at = output.indexOf('=');
  return at < 0 ? [output, undefined] : [output.slice(0, at), output.slice(at + 1)];
}
