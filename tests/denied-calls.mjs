// Starts a command whose system calls are filtered, as a container filters them:
//   bun denied-calls.mjs perf_event_open,ptrace COMMAND ARGUMENTS…
// Bun calls the C library without a compiler, and every run of the tests has it.
import { dlopen, ptr } from 'bun:ffi';

const [denied, ...command] = process.argv.slice(2);
const numbers = {
  x64: { ptrace: 101, perf_event_open: 298, process_vm_readv: 310 },
  arm64: { ptrace: 117, perf_event_open: 241, process_vm_readv: 270 },
}[process.arch];

const { symbols } = dlopen('libc.so.6', {
  prctl: { args: ['i32', 'u64', 'u64', 'u64', 'u64'], returns: 'i32' },
  execvp: { args: ['cstring', 'ptr'], returns: 'i32' },
});

const setNoNewPrivileges = 38;
const setSeccomp = 22;
const byFilter = 2;
const program = filterOf(denied.split(',').map((name) => numbers[name]));
if (symbols.prctl(setNoNewPrivileges, 1, 0, 0, 0) !== 0) throw new Error('privileges cannot be given up');
if (symbols.prctl(setSeccomp, byFilter, ptr(program), 0, 0) !== 0)
  throw new Error('system calls cannot be filtered');
// The filter is this thread's, and of what it becomes.
const words = command.map((word) => Buffer.from(`${word}\0`));
symbols.execvp(words[0], ptr(new BigUint64Array([...words.map((word) => BigInt(ptr(word))), 0n])));
throw new Error(`${command[0]} cannot be started`);

/** A `sock_fprog`: it refuses these calls with EPERM and lets all others pass. */
function filterOf(calls) {
  const [load, equals, answer] = [0x20, 0x15, 0x06];
  const [allow, refuse] = [0x7fff0000, 0x00050001];
  const steps = [
    // The number of the call is the first word that a filter can read.
    [load, 0, 0, 0],
    ...calls.map((call, at) => [equals, calls.length - at, 0, call]),
    [answer, 0, 0, allow],
    [answer, 0, 0, refuse],
  ];
  const code = new DataView(new ArrayBuffer(steps.length * 8));
  for (const [at, [operation, ifTrue, ifFalse, value]] of steps.entries()) {
    code.setUint16(at * 8, operation, true);
    code.setUint8(at * 8 + 2, ifTrue);
    code.setUint8(at * 8 + 3, ifFalse);
    code.setUint32(at * 8 + 4, value, true);
  }
  globalThis.filter = new Uint8Array(code.buffer);
  const program = new DataView(new ArrayBuffer(16));
  program.setUint16(0, steps.length, true);
  program.setBigUint64(8, BigInt(ptr(globalThis.filter)), true);
  return new Uint8Array(program.buffer);
}
