import { ProbeError } from '../probe-error.ts';

/** @param why it could not be entered, in the words of who refused it */
export function otherNetwork(pid: number, why = ''): ProbeError {
  return new ProbeError(
    'other-network',
    `process ${pid} runs in another network namespace (a container), which only root can enter from here` +
      (why === '' ? '' : ` (${why})`),
    process.geteuid?.() === 0
      ? `run heaptrail inside the container, or with \`nsenter -t ${pid} -n heaptrail attach ${pid}\` on its machine (docs/containers.md)`
      : `run \`sudo heaptrail attach ${pid}\`, or heaptrail inside the container (docs/containers.md)`,
  );
}
