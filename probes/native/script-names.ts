import { existsSync, readdirSync, rmSync } from 'node:fs';

/**
 * By these Node tells where it puts its code, and gives each function that it interprets an address of its own. V8 opens a
 * log along with them, in the directory of the program if it is not told of another place.
 */
const flags = ['--perf-basic-prof', '--interpreted-frames-native-stack', '--logfile=/tmp/heaptrail.log'];

/** The command of a Node program, so that functions of JavaScript have names on native stacks. */
export function withScriptNames([node = '', ...args]: readonly string[]): readonly string[] {
  return [node, ...flags.filter((flag) => !args.includes(flag)), ...args];
}

/**
 * Node leaves its list of code behind, and V8 a log of each of its heaps (`isolate-0x…-PID-heaptrail.log`). Only for
 * processes that have ended: a number may have come back.
 */
export function removeScriptNames(pid: number): void {
  const inTmp = existsSync('/tmp') ? readdirSync('/tmp') : [];
  const logs = inTmp.filter((name) => name.startsWith('isolate-') && name.endsWith(`-${pid}-heaptrail.log`));
  for (const name of [`perf-${pid}.map`, ...logs]) rmSync(`/tmp/${name}`, { force: true });
}
