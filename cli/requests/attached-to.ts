import { UserError } from '../../format/user-error.ts';
import { parseAddress, type TypedAddress } from '../../probes/address/typed-address.ts';
import { targetNamed } from './named-target.ts';
import { requirePid } from './required-pid.ts';

/** What a person wants to have recorded: a process of this machine, or what answers at an address. */
export type AttachedTo =
  | { readonly pid: number }
  | { readonly address: TypedAddress; readonly target: string | undefined };

export interface AttachedToArguments {
  /** A process id or an address. */
  readonly pid?: string | number | undefined;
  readonly name?: string | undefined;
  readonly target?: string | undefined;
}

/** What only a process of this machine can be asked for. */
const needProcess = ['name', 'tree', 'native', 'inject', 'pulses', 'by-signal'] as const;
type NeedProcess = { readonly [option in (typeof needProcess)[number]]?: unknown };

/** @throws UserError `usage` */
export async function attachedTo(args: AttachedToArguments & NeedProcess): Promise<AttachedTo> {
  const { pid: typed, name, target } = args;
  const address = parseAddress(String(typed ?? ''));
  if (address !== undefined) {
    const ignored = needProcess.find((option) => args[option] !== undefined && args[option] !== false);
    if (ignored !== undefined) throw needsProcess(ignored, String(typed));
    if (address.path !== undefined && target !== undefined) throw namesOneAlready(String(typed));
    return { address, target };
  }
  if (target !== undefined)
    throw new UserError(
      'usage',
      '--target chooses among the targets of an address, and none was given',
      'give one, for example heaptrail attach localhost:9222 --target 2',
    );
  if (name !== undefined && typed !== undefined)
    throw new UserError('usage', `${typed} and --name ${name} name two processes`, 'leave out one of them');
  if (name !== undefined) return { pid: await targetNamed(name) };
  return { pid: await requirePid(typed === undefined ? undefined : Number(typed)) };
}

function needsProcess(option: string, address: string): UserError {
  return new UserError(
    'usage',
    `--${option} needs a process of this machine, and ${address} is an address`,
    'leave it out, or give the pid on the machine where it runs',
  );
}

function namesOneAlready(address: string): UserError {
  return new UserError(
    'usage',
    `${address} is the address of one target, so --target has nothing to choose`,
    'leave --target out, or type only the host and the port',
  );
}
