export default {
  name: 'chat-run-buffers',
  story:
    'A chat gateway merges the streamed text of every run in Maps by run id and clears them at the end of the run. ' +
    'Three runs of ten time out without an end: their texts stay, and a sequence number stays for every run.',
  recording: { captures: 4, every: '2s' },
  expects: {
    leaky: {
      verdict: 'growth',
      problem: 'retained-objects',
      first: { kind: 'map', holder: /\b(rawBuffers|buffers)\b/ },
      also: [/\brawBuffers\b/, /\bbuffers\b/, /\bseqByRun\b/],
      perOperation: { objects: 0.3, tolerance: 3 },
      allocatedBy: /^(operation|emitChatDelta) (.*\/)?chat-run-buffers\//,
    },
    fixed: { verdict: 'none' },
  },
};
