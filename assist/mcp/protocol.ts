/*
 * All that this program takes of the protocol's SDK. The build puts it into one small file: installed with what it depends on,
 * the SDK is thirty times as large, and a plain install should not carry it for those who have no assistant.
 */
export { McpServer } from '@modelcontextprotocol/server';
export { StdioServerTransport, serveStdio } from '@modelcontextprotocol/server/stdio';
export { toStandardJsonSchema } from '@valibot/to-json-schema';
