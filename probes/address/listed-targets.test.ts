import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { selfSigned } from '../../tests/tls-inspector.ts';
import { endpointName, listTargets } from './listed-targets.ts';
import type { TypedAddress } from './typed-address.ts';
import { notAnInspector } from './unreachable.ts';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

async function serving(server: Server): Promise<TypedAddress> {
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { isSecure: false, host: '127.0.0.1', port: (server.address() as AddressInfo).port };
}
const answering = (listener: RequestListener) => serving(createServer(listener));
const refusal = async (address: TypedAddress) => {
  const { code, message, next } = await listTargets(address).then(
    () => expect.fail('it was listed'),
    (error) => error,
  );
  return { code, message, next };
};

it('takes the path of a target, and never the host that the endpoint calls itself', async () => {
  const address = await answering(({ url }, response) => {
    const target = {
      id: 'a1',
      type: 'page',
      title: 'Shop',
      url: 'http://shop.example/',
      webSocketDebuggerUrl: 'ws://10.1.2.3:9222/devtools/page/a1?token=b',
    };
    const held = { id: 'b2', type: 'page' };
    response.end(JSON.stringify(url === '/json/list' ? [target, held] : { Browser: 'Chrome/156.0.1' }));
  });
  expect(await listTargets(address)).toEqual([
    { id: 'a1', type: 'page', title: 'Shop', url: 'http://shop.example/', path: '/devtools/page/a1?token=b' },
  ]);
  expect(await endpointName(address)).toBe('Chrome/156.0.1');
});

it('follows no redirect: nothing else is contacted', async () => {
  let asked = 0;
  const other = await answering((_, response) => {
    asked += 1;
    response.end('[]');
  });
  const address = await answering((_, response) => {
    response.writeHead(302, { location: `http://127.0.0.1:${other.port}/json/list` }).end();
  });
  expect(await refusal(address)).toMatchObject({
    code: 'no-inspector',
    message: `what answers at 127.0.0.1:${address.port} is no inspector (HTTP 302 to /json/list)`,
  });
  expect(asked).toBe(0);
});

it.each(['hello', '{}', '[{}]'])('takes %s for no list of targets', async (text) => {
  expect(await refusal(await answering((_, response) => response.end(text)))).toMatchObject({
    code: 'no-inspector',
  });
});

it('says that nothing answers', async () => {
  const address = await answering(() => {});
  servers.pop()!.close();
  expect(await refusal(address)).toEqual({
    code: 'no-inspector',
    message: `nothing answers at 127.0.0.1:${address.port} (ECONNREFUSED)`,
    next: 'check that the program has its inspector open there, and that a port-forward to it still runs',
  });
});

it('tells a name that was refused from a port that is none, and gives the IP address', () => {
  const named = { isSecure: false, host: 'my-pod', port: 9229 };
  expect(notAnInspector(named, { status: 400, answeredFrom: '::ffff:10.0.4.7' })).toMatchObject({
    code: 'host-refused',
    message:
      'my-pod:9229 refused the name my-pod (HTTP 400): inspectors answer only to an IP address or localhost',
    next: 'type its IP address: heaptrail attach http://10.0.4.7:9229',
  });
  const plain = { isSecure: false, host: '10.0.4.7', port: 9229 };
  expect(notAnInspector(plain, { status: 400, answeredFrom: '10.0.4.7' })).toMatchObject({
    code: 'no-inspector',
  });
});

it('trusts no certificate that nobody vouches for, and says how to name it', async () => {
  const secure = await serving(createSecureServer(selfSigned, (_, response) => response.end('[]')) as Server);
  expect(await refusal({ ...secure, isSecure: true })).toEqual({
    code: 'untrusted-certificate',
    message: `the certificate of 127.0.0.1:${secure.port} is not trusted (DEPTH_ZERO_SELF_SIGNED_CERT), so nothing was sent`,
    next:
      'save the certificate that signed it as ca.pem, then type ' +
      `NODE_EXTRA_CA_CERTS=ca.pem heaptrail attach https://127.0.0.1:${secure.port}`,
  });
  expect(await refusal(secure)).toMatchObject({
    code: 'no-inspector',
    next: expect.stringContaining(`heaptrail attach https://127.0.0.1:${secure.port}`),
  });
});

it('says that TLS is spoken to a port that has none', async () => {
  const plain = await answering((_, response) => response.end('[]'));
  expect(await refusal({ ...plain, isSecure: true })).toMatchObject({
    code: 'no-inspector',
    message: `127.0.0.1:${plain.port} does not speak TLS`,
    next: `leave TLS out: heaptrail attach http://127.0.0.1:${plain.port}`,
  });
});
