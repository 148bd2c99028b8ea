export default {
  name: 'working-set',
  story:
    'A coding agent gathers several megabytes of files during each turn and drops them all at its end. ' +
    'Memory goes up and down and nothing is kept, so a report must name no suspect. There is nothing to fix.',
  recording: { captures: 4, every: '2s' },
  expects: {
    leaky: { verdict: 'none' },
  },
};
