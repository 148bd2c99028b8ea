import { ProbeError } from '../probe-error.ts';
import { answerTimeout } from '../transport/answer-timeout.ts';
import type { DevtoolsSession } from '../transport/devtools-session.ts';

/** The beginning of every trace says which process runs each frame; nothing else of the protocol does. */
const traceConfig = {
  includedCategories: ['disabled-by-default-devtools.timeline'],
  excludedCategories: ['*'],
};

/**
 * The pid of the browser's process that runs the page.
 * @throws ProbeError `protocol-failed`
 */
export async function pageProcess(devtools: DevtoolsSession): Promise<number> {
  let pid: number | undefined;
  const complete = new Promise<void>((resolve) => devtools.on('Tracing.tracingComplete', () => resolve()));
  devtools.on('Tracing.dataCollected', ({ value }) => {
    pid ??= (value as readonly TraceEvent[]).map(mainProcessIn).find((found) => found !== undefined);
  });
  await devtools.send('Tracing.start', { traceConfig, transferMode: 'ReportEvents' }, answerTimeout);
  await devtools.send('Tracing.end', undefined, answerTimeout);
  await complete;
  if (pid !== undefined) return pid;
  throw new ProbeError(
    'protocol-failed',
    'the browser did not say which of its processes runs the page',
    'report this with the version of the browser',
  );
}

interface TraceEvent {
  readonly name: string;
  readonly args?: { readonly data?: { readonly frames?: readonly TracedFrame[] } };
}

interface TracedFrame {
  readonly isOutermostMainFrame?: boolean;
  readonly processId?: number;
}

function mainProcessIn({ name, args }: TraceEvent): number | undefined {
  if (name !== 'TracingStartedInBrowser') return undefined;
  return args?.data?.frames?.find((frame) => frame.isOutermostMainFrame)?.processId;
}
