import { connect } from 'node:net';

/**
 * Run as `connect-in-network.js HOST PORT` in the network of a target: connects, and gives the socket to its parent, which
 * keeps it in that network. What is connected to speaks only if it is asked.
 */
const [hostname = '', port = ''] = process.argv.slice(2);
const socket = connect(Number(port), hostname);
socket.once('connect', () => process.send!('connected', socket));
socket.once('error', ({ message }) => process.send!(message));
