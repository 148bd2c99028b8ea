import path from 'node:path';
import { UserError } from '../../format/user-error.ts';
import { isExecutable, placesInPath } from '../programs-in-path.ts';
import type { Playwright } from './find-playwright.ts';

/** As systems and distributions call it. */
const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/**
 * A Chromium to start: the one that was named, the one that Playwright installed, or the system's.
 * @throws UserError `usage`
 */
export function browserFile({ chromium }: Playwright, named: string | undefined): string {
  if (named !== undefined) {
    if (isExecutable(named)) return path.resolve(named);
    throw new UserError('usage', `--browser ${named} is no program that can be started`, nextStep);
  }
  const found = [chromium.executablePath(), ...names.flatMap(placesInPath)].find(isExecutable);
  if (found !== undefined) return found;
  throw new UserError(
    'usage',
    `there is no Chromium here: Playwright has installed none, and PATH has no ${names.join(', ')}`,
    nextStep,
  );
}

const nextStep = 'npx playwright-core install chromium, or name one: --browser /usr/bin/chromium';
