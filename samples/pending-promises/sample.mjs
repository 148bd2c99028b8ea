export default {
  name: 'pending-promises',
  story:
    'A coding agent asks for approval before it runs a tool and awaits the answer. A user who has left never ' +
    'answers: every such call stays suspended with all its variables, held by the list of waiters.',
  recording: { captures: 4, every: '2s' },
  expects: {
    leaky: {
      verdict: 'growth',
      problem: 'retained-objects',
      first: { kind: 'map', holder: /\bwaiters\b/ },
      perOperation: { objects: 1, tolerance: 2 },
      allocatedBy: /^(runTool|ask) (.*\/)?pending-promises\//,
    },
    fixed: { verdict: 'none' },
  },
};
