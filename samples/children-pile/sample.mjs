export default {
  name: 'children-pile',
  story:
    'A coding agent starts two shells for every command and ends one of them; of the other it keeps nothing. ' +
    'Shells pile up (here at most 100) until the machine has no process to give; the heap hardly shows it.',
  recording: { captures: 4, every: '21s' },
  expects: {
    leaky: { verdict: 'growth', problem: 'children' },
    fixed: { verdict: 'none' },
  },
};
