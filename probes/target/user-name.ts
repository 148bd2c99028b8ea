import { readFileSync } from 'node:fs';

let names: ReadonlyMap<number, string> | undefined;

/** The name of a user in /etc/passwd, else the number: directories of users elsewhere are not asked. */
export function userName(uid: number): string {
  names ??= readNames();
  return names.get(uid) ?? String(uid);
}

function readNames(): ReadonlyMap<number, string> {
  let text: string;
  try {
    text = readFileSync('/etc/passwd', 'utf8');
  } catch {
    return new Map();
  }
  const fields = text.split('\n').map((line) => line.split(':'));
  return new Map(fields.filter((entry) => entry.length > 2).map(([name, , uid]) => [Number(uid), name!]));
}
