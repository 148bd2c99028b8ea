// A client of the Agent Client Protocol, as an editor is: JSON-RPC over the agent's stdin and stdout.
import { readFileSync } from 'node:fs';
import { jsonLines } from './json-lines.mjs';

const seconds = 180;

/** Connects to an agent and initializes it. `call` rejects with the agent's own error. */
export async function connectAcp(child) {
  const waiting = new Map();
  let calls = 0;
  const send = jsonLines(child, (message) => {
    if (message.method !== undefined) return answerAgent(send, message);
    const call = waiting.get(message.id);
    waiting.delete(message.id);
    if (message.error !== undefined) call?.reject(new Error(JSON.stringify(message.error).slice(0, 500)));
    else call?.resolve(message.result);
  });
  const call = (method, params) =>
    new Promise((resolve, reject) => {
      const id = ++calls;
      const late = setTimeout(() => reject(new Error(`no answer to ${method}`)), seconds * 1000);
      const settle = (how) => (value) => {
        clearTimeout(late);
        how(value);
      };
      waiting.set(id, { resolve: settle(resolve), reject: settle(reject) });
      send({ jsonrpc: '2.0', id, method, params });
    });
  const clientCapabilities = { fs: { readTextFile: true, writeTextFile: true } };
  const initialized = await call('initialize', { protocolVersion: 1, clientCapabilities });
  return { call, initialized };
}

export async function newSession(connection, cwd) {
  const { sessionId } = await connection.call('session/new', { cwd, mcpServers: [] });
  return sessionId;
}

export function prompt(connection, sessionId, text) {
  return connection.call('session/prompt', { sessionId, prompt: [{ type: 'text', text }] });
}

/** The agent asks for files and for permission, and is given both. */
function answerAgent(send, { id, method, params }) {
  if (id === undefined) return;
  const reply = (result) => send({ jsonrpc: '2.0', id, result });
  if (method === 'session/request_permission') {
    const option = params.options.find(({ kind }) => kind?.startsWith('allow')) ?? params.options[0];
    return reply({ outcome: { outcome: 'selected', optionId: option.optionId } });
  }
  if (method === 'fs/read_text_file') return reply({ content: readFileSync(params.path, 'utf8') });
  if (method === 'fs/write_text_file') return reply(null);
  send({ jsonrpc: '2.0', id, error: { code: -32601, message: `no such method: ${method}` } });
}
