export default {
  name: 'children-pile',
  story:
    'A coding agent starts two shells for every command, ends one of them and forgets the other. ' +
    'Shells pile up (here at most 100) until the machine runs out of processes; the heap hardly shows it.',
  recording: { captures: 4, every: '21s' },
  expects: {
    leaky: { verdict: 'growth', problem: 'children' },
    fixed: { verdict: 'none' },
  },
};
