import { spawn } from 'node:child_process';

/** The tool servers of each session, by session id. */
export class SessionRegistry {
  #endChildren;
  childrenBySession = new Map();

  constructor({ endChildren }) {
    this.#endChildren = endChildren;
  }

  start(sessionId) {
    this.childrenBySession.set(sessionId, [startToolServer()]);
  }

  /** The end of a session; only with `endChildren` also the end of its tool servers. */
  end(sessionId) {
    if (!this.#endChildren) return;
    this.#stop(sessionId);
  }

  get size() {
    return this.childrenBySession.size;
  }

  stopAll() {
    for (const sessionId of [...this.childrenBySession.keys()]) this.#stop(sessionId);
  }

  #stop(sessionId) {
    for (const child of this.childrenBySession.get(sessionId)) child.kill();
    this.childrenBySession.delete(sessionId);
  }
}

/** A tool server speaks over its pipes; it ends when they close, so it cannot outlive this process. */
function startToolServer() {
  const child = spawn('sh', ['-c', 'while read -r request; do echo "$request"; done'], {
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  child.on('error', () => {});
  child.stdin.on('error', () => {});
  child.stdin.write('initialize\n');
  child.stdout.resume();
  return child;
}
