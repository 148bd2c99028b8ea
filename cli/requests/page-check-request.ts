import type { PageToOpen } from '../../probes/page/open-page.ts';
import { readScenario, type Scenario } from '../../probes/page/scenario.ts';
import type { CheckArguments } from './check-options.ts';
import { type CheckTerms, checkTerms, requireWholeNumbers, usage } from './check-terms.ts';
import { urlFrom } from './check-workload.ts';
import type { ProgramArguments } from './program-words.ts';

/** A page to load, the actions that are repeated in it, and what may grow meanwhile. */
export interface PageCheckRequest extends CheckTerms {
  readonly opening: PageToOpen;
  readonly scenario: Scenario;
  /** The scenario's file, as it was typed. */
  readonly script: string;
  /** How often in each interval. */
  readonly repeat: number;
}

/** A prime: what a page does at every 10th action cannot look as if it were done in each interval. */
const defaultRepeat = 11;

/** @throws UserError all that can be wrong with what was typed, before a browser is started */
export async function pageCheckRequest(args: CheckArguments & ProgramArguments): Promise<PageCheckRequest> {
  const { page = '', script, browser, repeat = defaultRepeat } = args;
  refuseWorkOfPrograms(args);
  requireWholeNumbers({ repeat });
  if (script === undefined) {
    throw usage(
      'the page gets no work to do',
      "give --script actions.mjs, which has for example: export async function action(page) { await page.click('#open') }",
    );
  }
  return {
    ...(await checkTerms(args)),
    opening: { url: urlFrom('--page', page), browser },
    scenario: await readScenario(script),
    script,
    repeat,
  };
}

/** Options that say how a program is started and put to work. */
const ofPrograms = [
  'load',
  'requests',
  'duration',
  'rate',
  'drive',
  'every',
  'operations',
  'ready-url',
  'ready-line',
] as const;

function refuseWorkOfPrograms(args: CheckArguments & ProgramArguments): void {
  const { program = [], _ } = args;
  if (program.length + _.length > 1) {
    throw usage(
      '--page checks a page, and no program is started for it',
      'start its server by itself, and leave out what follows after --',
    );
  }
  const given = ofPrograms.find((name) => args[name] !== undefined);
  if (given === undefined) return;
  throw usage(
    `--${given} puts a program to work, not a page`,
    'leave it out: the work of a page is in --script',
  );
}
