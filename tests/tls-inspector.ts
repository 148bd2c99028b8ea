import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { connect } from 'node:net';
import { createServer, type Server } from 'node:tls';

/** Of a server on this machine, for a test of a hundred years: nobody else knows or trusts it. */
export const selfSigned = {
  key: `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgGrlmTFmCSto95EOh
GORye7QlFpodErYyGXzVZ7ukJgKhRANCAARyRrU1scajYLkqSeTFwoS/zlYXzeYg
iqCt1Xzyi/hUX+siDInBWrRE2o+aZ+C0S/WpwEiYPAuFUnVmzPY+qlqY
-----END PRIVATE KEY-----
`,
  cert: `-----BEGIN CERTIFICATE-----
MIIBmzCCAUGgAwIBAgIUQHKwag/onJKQNsHwDCPVVZ0HwSMwCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJaW5zcGVjdG9yMCAXDTI2MTEzMDE4MzIyM1oYDzIxMjYxMTA2
MTgzMjIzWjAUMRIwEAYDVQQDDAlpbnNwZWN0b3IwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAARyRrU1scajYLkqSeTFwoS/zlYXzeYgiqCt1Xzyi/hUX+siDInBWrRE
2o+aZ+C0S/WpwEiYPAuFUnVmzPY+qlqYo28wbTAdBgNVHQ4EFgQU9Efdynj9xKt+
HSc+u2YI9rIKA4MwHwYDVR0jBBgwFoAU9Efdynj9xKt+HSc+u2YI9rIKA4MwDwYD
VR0TAQH/BAUwAwEB/zAaBgNVHREEEzARhwR/AAABgglsb2NhbGhvc3QwCgYIKoZI
zj0EAwIDSAAwRQIhAPtFxO+vopS2blYv2R3sWp6yGrUVL0txCIMuGvVPsqmJAiAk
uH4Bu2/riritwtNRlYE9eUTRQeoCppEeM3F/eECHVA==
-----END CERTIFICATE-----
`,
};

/** What an ingress does: TLS in front of a port that knows none. */
export async function tlsInFrontOf(
  port: number,
): Promise<{ readonly port: number; readonly server: Server }> {
  const server = createServer(selfSigned, (socket) => {
    const inner = connect(port, '127.0.0.1');
    socket.pipe(inner).pipe(socket);
    // Either end may go first.
    socket.on('error', () => inner.destroy());
    inner.on('error', () => socket.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { port: (server.address() as AddressInfo).port, server };
}
