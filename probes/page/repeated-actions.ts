import type { Page } from 'playwright-core';
import { counted } from '../../format/quantities.ts';
import { UserError } from '../../format/user-error.ts';
import type { WorkDone, Workload } from '../workload/workload.ts';
import { LookedUpHandles } from './looked-up-handles.ts';
import { PageState } from './page-state.ts';
import { firstLine } from './page-words.ts';
import type { Scenario } from './scenario.ts';
import { untilAborted } from './until-aborted.ts';

export interface Repetition {
  readonly scenario: Scenario;
  /** The scenario's file, as it was typed. */
  readonly script: string;
  /** How often in each interval. */
  readonly repeat: number;
}

/** What is done once, before the page is looked at. */
export async function setUp(
  page: Page,
  { scenario, script }: Pick<Repetition, 'scenario' | 'script'>,
  signal: AbortSignal,
): Promise<void> {
  await doStep(page, { scenario, script, name: 'setup', when: 'before the first repetition' }, signal);
}

/**
 * The same actions again and again, each followed by the way back. The page's document has to stay: all that it holds
 * would be gone with it.
 */
export function repeatedActions(page: Page, { scenario, script, repeat }: Repetition): Workload {
  const state = new PageState(page);
  const handles = new LookedUpHandles(page);
  return {
    description: `${counted(repeat, 'repetition')} of ${script} in ${page.url()}`,
    async run(interval, signal): Promise<WorkDone> {
      for (let at = 1; at <= repeat && !signal.aborted; at += 1) {
        const when = `in repetition ${at} of ${interval === 0 ? 'the warm-up' : `interval ${interval}`}`;
        await doStep(page, { scenario, script, name: 'action', when }, signal);
        await doStep(page, { scenario, script, name: 'back', when }, signal);
        await untilAborted(signal, handles.giveBack());
        if (state.documents > 0) throw loadedAnew(script, when);
      }
      const notes = await untilAborted(signal, state.differences(repeat)).catch((cause: unknown) => {
        throw state.documents > 0 ? loadedAnew(script, 'after its last repetition') : notAnswering(cause);
      });
      return { operations: repeat, notes: notes ?? [] };
    },
  };
}

interface Step {
  readonly scenario: Scenario;
  readonly script: string;
  readonly name: keyof Scenario;
  readonly when: string;
}

/** Resolves early if the reader wants to stop: Playwright itself waits for what may never come. */
async function doStep(
  page: Page,
  { scenario, script, name, when }: Step,
  signal: AbortSignal,
): Promise<void> {
  const act = scenario[name];
  if (act === undefined || signal.aborted) return;
  try {
    await untilAborted(signal, act(page));
  } catch (cause) {
    throw new UserError(
      'drive-failed',
      `${name} of ${script} failed ${when}: ${firstLine(cause)}`,
      'the page may not be as `back` should leave it: correct the script until it can be repeated',
      { cause },
    );
  }
}

function notAnswering(cause: unknown): UserError {
  return new UserError(
    'drive-failed',
    `the page does not answer after its actions: ${firstLine(cause)}`,
    'check what the script does to it, and repeat',
    { cause },
  );
}

function loadedAnew(script: string, when: string): UserError {
  return new UserError(
    'drive-failed',
    `${script} loaded another document ${when}: all that the page held is gone with the old one`,
    'go to other views by the links of the page, and not by page.goto or reload',
  );
}
