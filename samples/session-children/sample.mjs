export default {
  name: 'session-children',
  story:
    'A gateway starts a tool server for every isolated session and lists it in a registry by session id. ' +
    'The end of a session ends neither the process nor its entry (here at most 160 are started).',
  recording: { captures: 4, every: '21s' },
  expects: {
    leaky: {
      verdict: 'growth',
      problem: 'children',
      first: { kind: 'map', holder: /\bchildrenBySession\b/ },
      perOperation: { objects: 1, tolerance: 2 },
    },
    fixed: { verdict: 'none' },
  },
};
