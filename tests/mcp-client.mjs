// A client of `heaptrail mcp` that begins a recording, says so, and waits to be killed: COMMAND PID FOLDER.
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';

const [command, pid, folder] = process.argv.slice(2);
const transport = new StdioClientTransport({
  command: process.execPath,
  args: [command, 'mcp', '--out', folder],
  stderr: 'ignore',
});
const client = new Client({ name: 'killed', version: '1.0.0' });
await client.connect(transport);
const call = { name: 'record', arguments: { pid: Number(pid), allow: 'snapshots', seconds: 300 } };
const onprogress = ({ message }) => console.log(`server ${transport.pid}: ${message}`);
await client.callTool(call, { onprogress, timeout: 300_000 });
