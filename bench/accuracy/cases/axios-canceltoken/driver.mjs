import http from 'node:http';
import axios from 'axios';

let srv, url, source, agent;
export async function setup() {
  srv = http.createServer((_q, s) => s.end('{"ok":true}'));
  await new Promise((r) => srv.listen(0, '127.0.0.1', r));
  url = 'http://127.0.0.1:' + srv.address().port + '/';
  agent = new http.Agent({ keepAlive: true });
  source = axios.CancelToken.source();
}
export async function operation(i) {
  await axios.get(url, { cancelToken: source.token, httpAgent: agent, params: { i } });
}
export async function teardown() {
  agent.destroy();
  srv.close();
  srv.closeAllConnections?.();
}
