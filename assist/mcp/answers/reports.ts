import { withLivingTarget } from '../../../cli/actions/living-target.ts';
import { loadReport } from '../../../cli/actions/load-report.ts';
import { asConfigured } from '../../../cli/requests/configuration.ts';
import type { Report } from '../../../format/report.ts';
import type { Assistant } from '../tool.ts';

/** The report of a recording as the project wants to be judged by. */
export async function reportOf(folder: string, { configuration }: Assistant): Promise<Report> {
  return withLivingTarget(asConfigured(await loadReport([folder]), configuration));
}
