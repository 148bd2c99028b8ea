import type { CallToolResult, McpServer as Server, ServerContext } from '@modelcontextprotocol/server';
import type { McpRequest } from '../../cli/requests/mcp-request.ts';
import { printable } from '../../format/printable.ts';
import { tool as heaptrail } from '../../format/tool.ts';
import { UserError } from '../../format/user-error.ts';
import { withinTokens } from './answers/budget.ts';
import { inToolWords } from './answers/tool-words.ts';
import { instructions } from './instructions.ts';
import { McpServer, StdioServerTransport, serveStdio, toStandardJsonSchema } from './protocol.ts';
import type { Call } from './recording/call.ts';
import { RecordingSlot } from './recording/recording-slot.ts';
import { Shelf } from './recording/shelf.ts';
import type { Assistant, AssistantTool } from './tool.ts';
import { tools } from './tools/index.ts';

const mostErrorTokens = 200;

/** Serves one client over stdin and stdout until it is gone, and leaves nothing running. */
export async function serve({ folder, keep, configuration, includeStrings }: McpRequest): Promise<void> {
  const gone = new AbortController();
  const slot = new RecordingSlot();
  const room = { shelf: new Shelf(folder), keep, remembered: new Map(), gone: gone.signal };
  const assistant: Assistant = { room, slot, configuration, includeStrings };
  const connection = serveStdio(() => serverFor(assistant), { transport: new StdioServerTransport() });
  await clientGone();
  gone.abort();
  await slot.close();
  await connection.close();
}

function serverFor(assistant: Assistant): Server {
  const server = new McpServer(
    { name: heaptrail.name, version: heaptrail.version },
    { capabilities: { tools: {} }, instructions },
  );
  for (const tool of tools) register(server, tool, assistant);
  return server;
}

function register(server: Server, tool: AssistantTool, assistant: Assistant): void {
  const { name, title, description, annotations, inputs } = tool;
  const inputSchema = toStandardJsonSchema(inputs);
  server.registerTool(name, { title, description, annotations, inputSchema }, async (args, context) =>
    answered(() => tool.answer(args as never, assistant, callOf(context))),
  );
}

/** What is wrong is an answer too: the assistant reads it and tries again. */
async function answered(answer: () => Promise<string>): Promise<CallToolResult> {
  try {
    return { content: [{ type: 'text', text: await answer() }] };
  } catch (error) {
    return { content: [{ type: 'text', text: errorText(error) }], isError: true };
  }
}

function errorText(error: unknown): string {
  if (error instanceof UserError)
    return withinTokens(
      mostErrorTokens,
      inToolWords(`error: ${printable(error.message)}\nhelp: ${printable(error.next)}`),
    );
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  return `error: ${printable(error instanceof Error ? error.message : String(error))}\nhelp: this is a bug in heaptrail; its log has more`;
}

function callOf({ mcpReq }: ServerContext): Call {
  const token = mcpReq._meta?.progressToken;
  let progress = 0;
  const tell = (message: string) => {
    if (token === undefined) return;
    progress += 1;
    const params = { progressToken: token, progress, message: inToolWords(printable(message)) };
    // A client that is gone is told nothing; that it is gone is seen elsewhere.
    mcpReq.notify({ method: 'notifications/progress', params }).catch(() => {});
  };
  return { signal: mcpReq.signal, tell };
}

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Its end of the pipe is closed, whatever became of it, or it asks us to end. */
async function clientGone(): Promise<void> {
  await new Promise<void>((resolve) => {
    process.stdin
      .once('end', resolve)
      .once('close', resolve)
      .once('error', () => resolve());
    for (const signal of signals) process.once(signal, () => resolve());
  });
}
