import * as v from 'valibot';
import { maskedArguments } from '../../format/masked-arguments.ts';
import type { ProcessDescription } from '../../format/recording.ts';
import { host } from '../host/this-host.ts';
import { requireSame, toldIdentity } from '../target/answering-process.ts';
import { targetGone } from '../target/gate.ts';
import { roleOf } from '../target/role.ts';
import { describeProcess } from '../target/target-process.ts';
import { answerTimeout } from '../transport/answer-timeout.ts';
import type { DevtoolsSession } from '../transport/devtools-session.ts';
import { evaluateWithModules } from './inspector/evaluate-with-modules.ts';
import { builtin } from './inspector/target-expressions.ts';

const answer = v.object({
  identity: toldIdentity,
  version: v.string(),
  platform: v.string(),
  architecture: v.string(),
  directory: v.string(),
});

/**
 * What the system and the process itself say of it.
 * @throws ProbeError `other-process`, `target-gone`, `target-silent`
 */
export async function describeTarget(pid: number, devtools: DevtoolsSession): Promise<ProcessDescription> {
  const seen = describeProcess(pid);
  if (seen === undefined) throw targetGone(pid, 'while it was being attached');
  const { result } = await evaluateWithModules(
    devtools,
    {
      expression: `({
        identity: ${host.told.identity(builtin)},
        version: process.versions.node, platform: process.platform, architecture: process.arch, directory: process.cwd(),
      })`,
      returnByValue: true,
      silent: true,
    },
    answerTimeout,
  );
  const { identity, version, platform, architecture, directory } = v.parse(answer, result.value);
  requireSame(pid, identity);
  const role = roleOf(pid);
  return {
    pid,
    runtime: 'node',
    version,
    executable: seen.executable ?? seen.command[0] ?? '',
    command: maskedArguments(seen.command),
    directory,
    startedAt: seen.startedAt,
    platform,
    architecture,
    ...(role === undefined ? {} : { role }),
  };
}
