import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { duration } from '../../format/quantities.ts';
import type { Millis } from '../../format/units.ts';
import { UserError } from '../../format/user-error.ts';
import type { ProgramEnd } from '../target/started-program.ts';

/** What shows that a started program can be given work. */
export interface Readiness {
  /** In words: `http://127.0.0.1:3000/ready answers`. */
  readonly description: string;
  /** Resolves once it is so; rejects or resolves whenever it likes after the signal. */
  wait(signal: AbortSignal): Promise<void>;
}

/** What has to be seen before the first work, and the ear that hears it in the program's output. */
export interface Awaited {
  readonly readiness: Readiness | undefined;
  readonly hear: (line: string) => void;
}

const pollEvery: Millis = 50;
const oneTry: Millis = 5_000;

/** The URL answers with success. */
export function answering(url: URL): Readiness {
  return {
    description: `${url.href} answers with a success status`,
    wait: (signal) => untilTrue(() => answers(url, signal), signal),
  };
}

/** The URL's port is open. */
export function listening(url: URL): Readiness {
  const port = url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : Number(url.port);
  const host = url.hostname.replace(/^\[|\]$/g, '');
  return {
    description: `something listens at ${url.host}`,
    wait: (signal) => untilTrue(() => listens(host, port), signal),
  };
}

/** A line of the program's output was seen by its reader. */
export function printing(text: string, seen: Promise<void>): Readiness {
  return { description: `it prints "${text}"`, wait: () => seen };
}

/**
 * Waits until the program can be given work.
 * @throws UserError `not-ready` if it ended, time ran out, or the reader stopped it
 */
export async function untilReady(
  readiness: Readiness,
  program: { readonly ended: Promise<ProgramEnd> },
  timeout: Millis,
  signal: AbortSignal,
): Promise<void> {
  const over = new AbortController();
  const stop = AbortSignal.any([signal, over.signal]);
  try {
    const outcome = await Promise.race([
      readiness.wait(stop).then(() => 'ready' as const),
      program.ended.then((end) => `it ended (${end})`),
      sleep(timeout, `it took longer than ${duration(timeout)}`, { signal: over.signal }),
      interrupted(signal, over.signal),
    ]);
    if (outcome !== 'ready') throw notReady(readiness, outcome);
  } finally {
    over.abort();
  }
}

/** @param over aborted when nobody waits for it, so that nothing stays at a signal that lives longer */
async function interrupted(signal: AbortSignal, over: AbortSignal): Promise<string> {
  if (!signal.aborted) await once(signal, 'abort', { signal: over }).catch(() => {});
  return 'it was stopped from the keyboard';
}

async function untilTrue(look: () => Promise<boolean>, signal: AbortSignal): Promise<void> {
  while (!signal.aborted && !(await look())) await sleep(pollEvery);
}

async function answers(url: URL, signal: AbortSignal): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.any([signal, AbortSignal.timeout(oneTry)]) });
    await response.body?.cancel();
    return response.ok;
  } catch {
    return false;
  }
}

async function listens(host: string, port: number): Promise<boolean> {
  const socket = connect({ host, port, timeout: oneTry });
  try {
    await Promise.race([
      once(socket, 'connect'),
      once(socket, 'timeout').then(() => Promise.reject(new Error('no answer'))),
    ]);
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

function notReady({ description }: Readiness, why: string): UserError {
  return new UserError(
    'not-ready',
    `the program did not become ready (ready means ${description}): ${why}`,
    "check the program's output, or allow more time with --ready-timeout 2m",
  );
}
