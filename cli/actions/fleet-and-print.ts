import { readCards } from '../../fleet/cards/read-cards.ts';
import { renderFleetText } from '../../fleet/fleet-text.ts';
import type { Fleet, FleetService } from '../../fleet/join/fleet.ts';
import { joinCards } from '../../fleet/join/join-cards.ts';
import { fleetPage } from '../../fleet/page/fleet-page.ts';
import { printableJson } from '../../format/printable.ts';
import { UserError } from '../../format/user-error.ts';
import { requireStore } from '../../store/open-store.ts';
import { fleetStyle } from '../../viewer/html/assemble.ts';
import { writeAtomically } from '../output/atomic-file.ts';
import { print, printText, wantsColors } from '../output/terminal.ts';
import { writeNamedFile } from '../output/write-named-file.ts';
import { type ExitCode, exitCode } from '../requests/exit-codes.ts';

export interface FleetRequest {
  readonly store: string;
  readonly service: string | undefined;
  readonly json: boolean;
  readonly outputFile: string | undefined;
  /** Write it as a page too. */
  readonly html: string | undefined;
  readonly all: boolean;
}

/** Says what the reports of a store say together; returns the exit code. */
export async function fleetAndPrint(request: FleetRequest): Promise<ExitCode> {
  const { json, outputFile, all } = request;
  const fleet = chosen(joinCards(await readCards(requireStore(request.store))), request.service);
  const render = (colors: boolean) =>
    json ? `${printableJson(fleet, 2)}\n` : renderFleetText(fleet, { colors, all });
  if (request.html !== undefined)
    writeNamedFile(request.html, fleetPage(fleet, { style: fleetStyle(), madeAt: Date.now() }));
  if (outputFile !== undefined) writeAtomically(outputFile, render(false));
  else await (json ? print : printText)(render(wantsColors(process.stdout)));
  return exitCodeOfFleet(fleet);
}

/** @throws UserError `nothing-named` if there is no such service */
function chosen(fleet: Fleet, name: string | undefined): Fleet {
  if (name === undefined) return fleet;
  const services = fleet.services.filter((service) => service.name === name);
  if (services.length > 0) return { ...fleet, services };
  throw new UserError(
    'nothing-named',
    `no report is of the service ${name}`,
    `there are reports of ${fleet.services.map((service) => service.name).join(', ') || 'none'}`,
  );
}

/** A last version may look green only if it was looked at. */
function exitCodeOfFleet({ services }: Fleet): ExitCode {
  const last = services.map(({ versions }: FleetService) => versions.at(-1)!);
  if (last.some(({ affected }) => affected > 0)) return exitCode.suspects;
  const isJudged = last.length > 0 && last.every(({ looked }) => looked > 0);
  return isJudged ? exitCode.noGrowth : exitCode.inconclusive;
}
