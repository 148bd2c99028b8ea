import { EventEmitter } from 'node:events';

/** Lives as long as the gateway; requests listen on it for messages of their session. */
export class SessionHub extends EventEmitter {
  constructor() {
    super();
    // The warning about too many listeners was silenced long ago, as it so often is.
    this.setMaxListeners(0);
  }

  deliver(sessionId, text) {
    this.emit('message', { sessionId, text });
  }
}
