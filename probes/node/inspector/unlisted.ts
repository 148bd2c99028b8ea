import { ProbeError } from '../../probe-error.ts';

export function unlisted(pid: number): ProbeError {
  return new ProbeError(
    'inspector-unlisted',
    `process ${pid} runs with --inspect-publish-uid without http: only its stderr shows the address of its inspector`,
    'start it without that option',
  );
}
