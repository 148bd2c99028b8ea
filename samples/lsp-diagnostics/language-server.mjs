import { EventEmitter } from 'node:events';

/**
 * A language server as its client sees it: messages come as JSON, so nothing is shared between the two.
 * It publishes diagnostics for every document that is opened.
 */
export class LanguageServer extends EventEmitter {
  notify(method, params) {
    if (method === 'textDocument/didOpen') this.#publish(params.textDocument.uri);
  }

  #publish(uri) {
    const diagnostics = [3, 14, 27].map((line) => ({
      range: { start: { line, character: 4 }, end: { line, character: 18 } },
      severity: 2,
      code: 6133,
      source: 'typescript',
      message: `'value${line}' is declared but its value is never read in ${uri}`,
    }));
    const message = JSON.parse(JSON.stringify({ uri, diagnostics }));
    this.emit('textDocument/publishDiagnostics', message);
  }

  stop() {
    this.removeAllListeners();
  }
}
