export default {
  name: 'ssh-pool',
  story:
    'An agent keeps one SSH connection per session in a pool. Nobody listens for the close of a pooled client, so ' +
    'a connection that the server ended stays there with its socket and ciphers; with `--crash`, a second error ' +
    'event that nobody listens for ends the process.',
  recording: { captures: 4, every: '3s' },
  expects: {
    leaky: {
      verdict: 'growth',
      problem: 'retained-objects',
      first: { kind: 'map', holder: /\bclients\b/ },
      perOperation: { objects: 1, tolerance: 2 },
      allocatedBy: /^(connect|Client|connectClient) /,
    },
    fixed: { verdict: 'none' },
  },
};
