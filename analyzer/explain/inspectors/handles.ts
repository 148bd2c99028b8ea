import type { Inspector } from '../inspector.ts';

const handleClass =
  /^(Subprocess|TCPSocket|TLSSocket|Listener|HTTPServer|UDPSocket|Socket|TCP|Pipe|Process|ChildProcess|FSWatcher|FSEvent|Worker|MessagePort|UDP|Timeout|HTTPParser|IncomingMessage|ClientRequest|Server)$/;

/** Sockets, children, watchers and workers that nothing in the program holds: libuv does, until they are closed. */
export const handles: Inspector = {
  name: 'handles',
  inspect(subject) {
    const native = subject.holder === undefined || subject.holderPath.at(-1)?.kind === 'native';
    if (!native || !handleClass.test(subject.entryClass)) return undefined;
    return {
      kind: 'handles',
      what: `open handles of class ${subject.entryClass}`,
      gains: 'handles',
      remedy: [
        'close, destroy or kill each one when its work is done: an open handle keeps itself and its listeners alive',
      ],
    };
  },
};
