import { spawn } from 'node:child_process';
import type { Socket } from 'node:net';
import { fileURLToPath } from 'node:url';
import type { Millis } from '../../format/units.ts';
import { host } from '../host/this-host.ts';
import { otherNetwork } from '../target/other-network.ts';
import { closedError } from './inspector-calls.ts';

/** A process of ours has to start there. */
const patience: Millis = 15_000;

/**
 * A connection to a port of the network that a process lives in, or undefined if that is ours. Another one is entered by a process that
 * connects there and hands its socket over: a socket stays in the network in which it was made.
 * @param address as a URL has it, `127.0.0.1:9229` or `[::1]:9229`
 * @throws ProbeError `other-network` if it cannot be entered, `connection-closed` if nobody listens there
 */
export async function socketInNetworkOf(pid: number, address: string): Promise<Socket | undefined> {
  const network = host.kernel?.networkOf(pid);
  if (network === undefined || network === host.kernel?.networkOf('self')) return undefined;
  const { hostname, port } = new URL(`http://${address}`);
  const child = spawn(
    'nsenter',
    [
      `--net=${host.kernel!.networkFileOf(pid)}`,
      process.execPath,
      program,
      hostname.replace(/[[\]]/g, ''),
      port,
    ],
    { stdio: ['ignore', 'ignore', 'pipe', 'ipc'], timeout: patience },
  );
  let said = '';
  child.stderr!.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  return await new Promise((resolve, reject) => {
    child.once('message', (told, socket) => {
      if (socket === undefined) reject(closedError(`process ${pid}`, String(told), 'attach'));
      else resolve(socket as Socket);
      child.disconnect();
    });
    child.once('error', ({ message }) => reject(otherNetwork(pid, message)));
    // Without a word from the program, it was not reached.
    child.once('close', () => reject(otherNetwork(pid, said.trim().split('\n')[0] ?? '')));
  });
}

/** From TypeScript sources the compiled program is taken: Node 20 runs nothing else. */
const folder = import.meta.url.endsWith('.ts') ? '../../dist/probes/transport' : '.';
const program = fileURLToPath(new URL(`${folder}/connect-in-network.js`, import.meta.url));
