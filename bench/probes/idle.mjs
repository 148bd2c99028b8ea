// Does nothing, beside a server that nobody asks.
import { createServer } from 'node:http';

createServer().listen(0, '127.0.0.1', () => process.send({ ready: true }));
process.on('disconnect', () => process.exit());
