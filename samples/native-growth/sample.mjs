export default {
  name: 'native-growth',
  story:
    'An agent hands the context of each turn to its hooks in an environment variable of its own process. ' +
    'The C library keeps every value ever set: resident memory climbs while the JavaScript heap stays flat.',
  recording: { captures: 3, every: '40s' },
  expects: {
    leaky: { verdict: 'growth', problem: 'native', first: null },
    fixed: { verdict: 'none' },
  },
};
