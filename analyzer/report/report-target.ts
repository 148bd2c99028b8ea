import { maskedArguments } from '../../format/masked-arguments.ts';
import type { TargetDescription } from '../../format/recording.ts';
import type { ReportTarget } from '../../format/report.ts';

/** What a report says of the process that was recorded, with secrets masked. */
export function reportTarget(target: TargetDescription): ReportTarget {
  const { pid, address, runtime, version, command, directory } = target;
  return {
    ...(pid === undefined ? {} : { pid }),
    ...(address === undefined ? {} : { address }),
    runtime,
    version,
    command: maskedArguments(command).join(' '),
    ...(directory === undefined ? {} : { directory }),
  };
}
