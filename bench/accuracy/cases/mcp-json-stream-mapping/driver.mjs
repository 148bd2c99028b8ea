import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { WebStandardStreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/webStandardStreamableHttp.js';

let srv, tr, sid;
const H = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' };
const post = (body) =>
  tr.handleRequest(
    new Request('http://127.0.0.1/mcp', {
      method: 'POST',
      headers: sid ? { ...H, 'mcp-session-id': sid, 'mcp-protocol-version': '2025-06-18' } : H,
      body: JSON.stringify(body),
    }),
  );
export async function setup() {
  srv = new McpServer({ name: 's', version: '1' });
  srv.registerTool('echo', { description: 'e' }, async () => ({ content: [{ type: 'text', text: 'ok' }] }));
  tr = new WebStandardStreamableHTTPServerTransport({
    sessionIdGenerator: () => 'sess-1',
    enableJsonResponse: process.env.VARIANT !== 'fixed' /* SSE mode cleans up its mapping */,
  });
  await srv.connect(tr);
  const r = await post({
    jsonrpc: '2.0',
    id: 'init',
    method: 'initialize',
    params: { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'c', version: '1' } },
  });
  await r.text();
  sid = 'sess-1';
  await post({ jsonrpc: '2.0', method: 'notifications/initialized' });
}
export async function operation(i) {
  const r = await post({
    jsonrpc: '2.0',
    id: i + 1,
    method: 'tools/call',
    params: { name: 'echo', arguments: {} },
  });
  await r.text();
}
export async function teardown() {
  await tr.close();
}
