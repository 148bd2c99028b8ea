export default {
  name: 'lsp-diagnostics',
  story:
    'A coding agent asks a language server about every file it touches and keeps the diagnostics by path. ' +
    'Closing a file forgets neither its diagnostics nor its version, so both registries gain one entry per file.',
  recording: { captures: 4, every: '2s' },
  expects: {
    leaky: {
      verdict: 'growth',
      problem: 'retained-objects',
      first: { kind: 'map', holder: /\bdiagnostics\b/ },
      perOperation: { objects: 1, tolerance: 2 },
      allocatedBy: /^#publish .*language-server\.mjs$/,
    },
    fixed: { verdict: 'none' },
  },
};
