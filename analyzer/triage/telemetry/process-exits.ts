import type { LifeEnd } from '../life-end.ts';
import { sizeInLog } from './amounts.ts';
import type { Observation } from './observation.ts';
import { endOfExitCode, endOfSignal } from './signal-ends.ts';
import type { TelemetryFormat } from './telemetry-format.ts';

type End = Pick<LifeEnd, 'how' | 'signal' | 'reason' | 'size'>;

/** `run.sh: line 3:  4711 Killed                  node server.js` */
const ofShell =
  /(?:^|: line \d{1,9}:) {1,10}(\d{1,10}) (Killed|Aborted|Segmentation fault|Trace\/breakpoint trap)\b/;
/** `[1]+  Killed    node server.js`, `zsh: killed     node server.js`, and a line of its own. */
const bare =
  /^(?:\[\d{1,4}\][+-]? {1,10}|zsh: |bash: |sh: )?(Killed|killed|Aborted|abort|Segmentation fault)(?: \(core dumped\))?(?: {1,40}(\S.{0,200}))?$/;
const shellSignals: Readonly<Record<string, string>> = {
  killed: 'SIGKILL',
  aborted: 'SIGABRT',
  abort: 'SIGABRT',
  'segmentation fault': 'SIGSEGV',
  'trace/breakpoint trap': 'SIGTRAP',
};
/** `docker compose up`. */
const ofCompose = /^([A-Za-z0-9][\w.-]{0,80}) exited with code (\d{1,3})(?: \(restarting\))?$/;
/** `docker events`. */
const dockerEvent = /^container (oom|die) ([0-9a-f]{12,64}) \((.{0,2000})\)$/;
/** `docker ps -a`. */
const dockerRow =
  /^[0-9a-f]{12} {1,80}\S{1,200} {1,80}".{0,200}" .{0,80}?\bExited \((\d{1,3})\) .{0,120}?(\S{1,120})$/;
const pm2 =
  /\bApp \[([^\]:]{1,60})(?::\d{1,6})?\] exited with code \[(\d{1,3})\] via signal \[([A-Z0-9]{1,12})\]/;
const liveness = /\bContainer (\S{1,120}) failed liveness probe, will be (?:killed|restarted|recreated)/;
const evicted =
  /\bThe node was low on resource: memory\.(?:.{0,200}?Container (\S{1,120}) was using (\d{1,15}[KMGT]?i?))?/;

/** How processes ended, as shells, Docker, pm2 and Kubernetes tell it: by a signal, and often without a reason. */
export const processExits: TelemetryFormat = {
  name: 'how processes ended, by shells, Docker, pm2 and Kubernetes',
  open() {
    const outOfMemory = new Set<string>();
    return {
      read(line, { at }) {
        const said = dockerSaid(line, outOfMemory) ?? exitIn(line);
        return at === undefined ? said : said?.map((each) => ({ at, ...each }));
      },
    };
  },
};

function exitIn(line: string): readonly Observation[] | undefined {
  const shell = ofShell.exec(line);
  if (shell !== null) return ended(shell[1], endOfShell(shell[2]));
  const alone = bare.exec(line);
  if (alone !== null) return ended(undefined, endOfShell(alone[1]), alone[2]);
  const compose = ofCompose.exec(line);
  if (compose !== null) return ended(compose[1], endOfExitCode(Number(compose[2])));
  const row = dockerRow.exec(line);
  if (row !== null) return ended(row[2], endOfExitCode(Number(row[1])));
  const program = pm2.exec(line);
  if (program !== null)
    return ended(program[1], endOfExitCode(Number(program[2])) ?? endOfSignal(program[3]));
  const probe = liveness.exec(line);
  if (probe !== null) return ended(probe[1], { how: 'killed', reason: 'its liveness probe failed' });
  const eviction = evicted.exec(line);
  if (eviction === null) return undefined;
  const size = eviction[2] === undefined ? undefined : sizeInLog(eviction[2]);
  return ended(eviction[1], {
    how: 'container',
    reason: 'the node was low on memory',
    ...(size === undefined ? {} : { size }),
  });
}

function endOfShell(word: string): End | undefined {
  return endOfSignal(shellSignals[word.toLowerCase()] ?? '');
}

/** Docker tells of the memory first, and then that the container is dead. */
function dockerSaid(line: string, outOfMemory: Set<string>): readonly Observation[] | undefined {
  const event = dockerEvent.exec(line);
  if (event === null) return undefined;
  const [, what, id, about] = event;
  if (what === 'oom') {
    outOfMemory.add(id);
    return [];
  }
  const name = /\bname=([^,)]{1,120})/.exec(about)?.[1] ?? id.slice(0, 12);
  const code = /\bexitCode=(\d{1,3})/.exec(about)?.[1];
  if (outOfMemory.delete(id)) return ended(name, { how: 'container' });
  return ended(name, code === undefined ? undefined : endOfExitCode(Number(code)));
}

function ended(pid: string | undefined, end: End | undefined, command?: string): readonly Observation[] {
  if (end === undefined) return [];
  const isNamed = pid !== undefined && !/^\d+$/.test(pid);
  const name = isNamed ? pid : command;
  return [
    {
      ...(pid === undefined ? {} : { pid }),
      memory: {},
      end: { ...end, ...(name === undefined ? {} : { name }) },
    },
  ];
}
