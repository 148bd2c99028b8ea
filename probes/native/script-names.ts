import { rmSync } from 'node:fs';

/** By these Node tells where it puts its code, and gives each function that it interprets an address of its own. */
const flags = ['--perf-basic-prof', '--interpreted-frames-native-stack'];

/** The command of a Node program, so that functions of JavaScript have names on native stacks. */
export function withScriptNames([node = '', ...args]: readonly string[]): readonly string[] {
  return [node, ...flags.filter((flag) => !args.includes(flag)), ...args];
}

/** Node leaves its list of code behind. Only for processes that have ended: a number may have come back. */
export function removePerfMap(pid: number): void {
  rmSync(`/tmp/perf-${pid}.map`, { force: true });
}
