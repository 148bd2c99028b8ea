import { createServer } from 'node:net';
import ssh2 from 'ssh2';

/**
 * The other machine, as a process of its own on loopback: tells its parent the port and ends with it.
 * `serve` runs one command per connection and then hangs up; `reset` accepts connections only to reset them.
 */
const mode = process.argv[2];
const beforeReset = 20;
const beforeHangUp = 30;

const server = mode === 'reset' ? resettingServer() : sshServer();
server.listen(0, '127.0.0.1', () => process.send({ port: server.address().port }));
process.on('disconnect', () => process.exit(0));
// The parent decides when this ends: an interrupt from the keyboard reaches both at once.
process.on('SIGINT', () => {});

function sshServer() {
  const { private: hostKey } = ssh2.utils.generateKeyPairSync('ed25519');
  return new ssh2.Server({ hostKeys: [hostKey] }, (connection) => {
    connection.on('error', () => {});
    connection.on('authentication', (context) => context.accept());
    connection.on('session', (accept) => {
      accept().on('exec', (acceptExec) => {
        const channel = acceptExec();
        channel.write('load average: 0.42, 0.17, 0.08\n');
        channel.exit(0);
        channel.end();
        setTimeout(() => connection.end(), beforeHangUp);
      });
    });
  });
}

/** Resets once the client believes to be connected: it sees a socket error, and then the loss of the connection. */
function resettingServer() {
  return createServer((socket) => {
    socket.on('error', () => {});
    socket.pause();
    setTimeout(() => socket.resetAndDestroy(), beforeReset);
  });
}
