import { type AsyncHook, createHook } from 'node:async_hooks';
import type { OpenHandle } from '../../format/suite-evidence.ts';

/** What keeps an event loop busy, or holds a callback until it is closed. */
const handles =
  /^(Timeout|Immediate|TCPSERVERWRAP|TCPWRAP|TLSWRAP|PIPESERVERWRAP|PIPEWRAP|UDPWRAP|PROCESSWRAP|FSEVENTWRAP|STATWATCHER|WORKER|HTTPCLIENTREQUEST|SIGNALWRAP)$/;
const promise = 'PROMISE';
const mostFrames = 16;
/** More places are not told. */
const mostTold = 20;

interface Made {
  readonly kind: string;
  readonly test: string | undefined;
  readonly resource: WeakRef<object>;
  /** An error whose stack is put into words only if it is asked for. */
  readonly stack: { readonly stack?: string };
}

/**
 * Remembers handles and promises from the moment they are made, with the stack and the test that was running. Hooks slow
 * promises down, so that this is only done if it was asked for.
 */
export class AsyncWatch {
  readonly #made = new Map<number, Made>();
  readonly #hook: AsyncHook;
  #test: string | undefined;

  constructor() {
    this.#hook = createHook({
      init: (id, kind, _, resource) => this.#remember(id, kind, resource),
      promiseResolve: (id) => this.#made.delete(id),
      destroy: (id) => this.#made.delete(id),
    });
  }

  begin(): void {
    this.#made.clear();
    this.#hook.enable();
  }

  /** What is made from now on is made in this test, or in none. */
  enter(test: string | undefined): void {
    this.#test = test;
  }

  /** What was made in a test and is neither closed, settled nor collected. A collection has to come before. */
  end(): OpenHandle[] {
    this.#hook.disable();
    const open = new Map<string, { -readonly [Field in keyof OpenHandle]: OpenHandle[Field] }>();
    for (const { kind, test, resource, stack } of this.#made.values()) {
      if (test === undefined || !isOpen(resource.deref())) continue;
      const at = placeIn(stack.stack ?? '');
      if (at === undefined) continue;
      const key = `${kind}\n${test}\n${at}`;
      const known = open.get(key);
      if (known === undefined) open.set(key, { kind, test, at, count: 1 });
      else known.count++;
    }
    this.#made.clear();
    return [...open.values()].sort((a, b) => b.count - a.count).slice(0, mostTold);
  }

  #remember(id: number, kind: string, resource: object): void {
    if (this.#test === undefined || !(kind === promise || handles.test(kind))) return;
    const before = Error.stackTraceLimit;
    Error.stackTraceLimit = mostFrames;
    const stack = {};
    Error.captureStackTrace(stack);
    Error.stackTraceLimit = before;
    this.#made.set(id, { kind, test: this.#test, resource: new WeakRef(resource), stack });
  }
}

/** Timers tell by a field of their own that they are over, before their hook does. */
function isOpen(resource: object | undefined): boolean {
  return resource !== undefined && (resource as { readonly _destroyed?: boolean })._destroyed !== true;
}

/** The innermost line of the project in a stack: `open (/app/src/server.ts:12:5)`. */
function placeIn(stack: string): string | undefined {
  const line = stack
    .split('\n')
    .find(
      (frame) =>
        /^\s+at .*[/\\][^:]+:\d+/.test(frame) &&
        !/node_modules|node:|async-watch\.ts|suite[/\\]preload\.cjs/.test(frame),
    );
  return line?.trim().replace(/^at (async )?/, '');
}
