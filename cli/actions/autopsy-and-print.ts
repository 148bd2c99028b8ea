import { renderAutopsyText } from '../../analyzer/autopsy/autopsy-text.ts';
import { conductAutopsy } from '../../analyzer/autopsy/conduct-autopsy.ts';
import { printableJson } from '../../format/printable.ts';
import { writeAtomically } from '../output/atomic-file.ts';
import { print, printText, wantsColors } from '../output/terminal.ts';
import type { AutopsyRequest } from '../requests/autopsy-request.ts';
import { type ExitCode, exitCodeOf } from '../requests/exit-codes.ts';
import { readEvidence } from './autopsy-evidence.ts';

/** Says how processes died, from what is left of them; returns the exit code. */
export async function autopsyAndPrint(request: AutopsyRequest): Promise<ExitCode> {
  const { json, outputFile, failOn, all } = request;
  const autopsy = conductAutopsy(await readEvidence(request), Date.now());
  const render = (colors: boolean) =>
    json ? `${printableJson(autopsy, 2)}\n` : renderAutopsyText(autopsy, { colors, all });
  if (outputFile !== undefined) writeAtomically(outputFile, render(false));
  else await (json ? print : printText)(render(wantsColors(process.stdout)));
  return exitCodeOf(autopsy.verdict, failOn);
}
