export default {
  name: 'command-output',
  story:
    'A coding agent runs a shell command and appends every chunk it prints to one string, which is cut when the command exits. ' +
    'A command that watches files never exits: the string, a rope of all chunks, grows as long as it prints.',
  recording: { captures: 4, every: '2s' },
  expects: {
    leaky: {
      verdict: 'growth',
      problem: 'retained-objects',
      first: { kind: 'string-buffer', holder: /\boutput\b/ },
      allocatedBy: /^append .*shell-tool\.mjs$/,
    },
    fixed: { verdict: 'none' },
  },
};
