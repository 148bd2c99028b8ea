import { UserError } from '../../format/user-error.ts';

/** @throws UserError `usage` */
export function requireCount(option: string, value: number): void {
  if (Number.isSafeInteger(value) && value > 0) return;
  throw new UserError('usage', `${option} needs a whole number above 0`, `for example ${option} 20`);
}

export function isProcessId(pid: number): boolean {
  return Number.isSafeInteger(pid) && pid > 0;
}
