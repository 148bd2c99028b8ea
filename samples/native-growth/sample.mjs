export default {
  name: 'native-growth',
  story:
    'An agent hands the context of each turn to its hooks in an environment variable of its own process. ' +
    'The C library keeps every value ever set: resident memory climbs while the JavaScript heap stays flat.',
  recording: { captures: 4, every: '3s' },
  expects: {
    leaky: { verdict: 'growth', problem: 'native' },
    fixed: { verdict: 'none' },
  },
};
