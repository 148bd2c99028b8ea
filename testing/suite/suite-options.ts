import { UserError } from '../../format/user-error.ts';

/** What a reporter may be told, in its configuration or by the environment. */
export interface SuiteOptions {
  /** Files to write: the name of a format and where to, as `junit=leaks.xml`. */
  readonly outputs?: readonly string[];
  /** Keeps the evidence and the snapshots in this folder. They hold secrets. Default: they are removed. */
  readonly keep?: string;
  /** Follows handles and promises, and says which test made those that never end. It slows promises down. Default: false. */
  readonly async?: boolean;
  /** The exit code of the run tells whether files leak. Default: false. */
  readonly failOnLeaks?: boolean;
}

const optionNames = ['outputs', 'keep', 'async', 'failOnLeaks'];

/** HEAPTRAIL_SUITE_OUTPUTS=`junit=a.xml,sarif=b.sarif`, HEAPTRAIL_SUITE_KEEP, HEAPTRAIL_SUITE_ASYNC=1, HEAPTRAIL_SUITE_FAIL=1. */
export function suiteOptions(given: SuiteOptions, environment: NodeJS.ProcessEnv): SuiteOptions {
  const {
    HEAPTRAIL_SUITE_OUTPUTS: outputs,
    HEAPTRAIL_SUITE_KEEP: keep,
    HEAPTRAIL_SUITE_ASYNC: followed,
    HEAPTRAIL_SUITE_FAIL: fail,
  } = environment;
  for (const name of Object.keys(given))
    if (!optionNames.includes(name))
      throw new UserError(
        'usage',
        `a reporter of heaptrail has no option ${name}`,
        `its options are ${optionNames.join(', ')}`,
      );
  return {
    ...given,
    ...(outputs === undefined ? {} : { outputs: outputs.split(',').filter((one) => one !== '') }),
    ...(keep === undefined || keep === '' ? {} : { keep }),
    ...(followed === undefined ? {} : { async: isOn(followed) }),
    ...(fail === undefined ? {} : { failOnLeaks: isOn(fail) }),
  };
}

function isOn(value: string): boolean {
  return value !== '' && value !== '0' && value !== 'false';
}
