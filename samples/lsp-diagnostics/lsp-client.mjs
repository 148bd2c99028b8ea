import { fileURLToPath, pathToFileURL } from 'node:url';

/**
 * Keeps what a language server said about each file. With `forgetClosed` a closed file takes its diagnostics
 * and its version along; without, both registries keep every path that was ever opened.
 */
export function createLspClient(connection, { forgetClosed }) {
  const diagnostics = new Map();
  const files = {};

  connection.on('textDocument/publishDiagnostics', (params) => {
    diagnostics.set(fileURLToPath(params.uri), params.diagnostics);
  });

  return {
    open(path, text) {
      const version = (files[path] ?? -1) + 1;
      files[path] = version;
      diagnostics.delete(path);
      connection.notify('textDocument/didOpen', {
        textDocument: { uri: pathToFileURL(path).href, languageId: 'typescript', version, text },
      });
      return diagnostics.get(path) ?? [];
    },
    close(path) {
      connection.notify('textDocument/didClose', { textDocument: { uri: pathToFileURL(path).href } });
      if (!forgetClosed) return;
      diagnostics.delete(path);
      delete files[path];
    },
    shutdown() {
      connection.stop();
    },
  };
}
