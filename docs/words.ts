/** A phrasing that is never right in what people read, and what to write instead. */
export interface BannedPhrase {
  readonly phrase: RegExp;
  readonly instead: string;
}

/** One list for all folders. Plain words, active voice, "if" for conditions: see CONTRIBUTING.md. */
export const bannedPhrases: readonly BannedPhrase[] = [
  {
    phrase: /\bwhere (there (is|are)|none|nothing|nobody|no|absent|possible|needed|necessary|wanted)\b/i,
    instead: 'if …',
  },
  { phrase: /\bwhere it is known\b/i, instead: 'if it is known' },
  { phrase: /\bonce more\b/i, instead: 'again' },
  { phrase: /\blet (go|pass)\b/i, instead: 'released, accepted' },
  { phrase: /\bsuffic(e|es|ed)\b/i, instead: 'is enough, is too small' },
  { phrase: /\bany more\b/i, instead: 'no longer' },
  { phrase: /\bsays or stands\b/i, instead: 'source location' },
  { phrase: /\bone has to\b/i, instead: 'you must, or an imperative' },
  { phrase: /\bwhoever\b/i, instead: 'name who it is' },
  { phrase: /\bsomebody\b/i, instead: 'name who it is' },
  { phrase: /\bout of sight\b/i, instead: 'off the chart' },
  { phrase: /\bstandstill\b/i, instead: 'pause' },
  { phrase: /\b(in|out)side of\b/i, instead: 'inside, outside' },
  { phrase: /\bas often as wanted\b/i, instead: 'repeatable' },
  { phrase: /\bfor ever\b/i, instead: 'forever' },
  { phrase: /\bmended\b/i, instead: 'fixed' },
  { phrase: /\d ?% sure\b/i, instead: '… % confidence' },
  { phrase: /\b(is|are) wanted\b/i, instead: 'name who wants it' },
  { phrase: /\bamid\b/i, instead: 'during' },
  { phrase: /\btold as\b/i, instead: 'reported as' },
  { phrase: /\bheld by nothing else\b/i, instead: 'retained only by it' },
  { phrase: /\bwhat it stands for\b/i, instead: 'name it: its session, request or job' },
  { phrase: /\b(behaviour|colour|favour|honour|neighbour)/i, instead: 'American spelling' },
];

/** What the test reads so far. A folder that is clean is one line here. */
export const coveredPlaces = [
  'README.md',
  'CHANGELOG.md',
  'CODE_OF_CONDUCT.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  '.github',
  'docs',
  'assist',
  'bench',
  'cli',
  'doctor',
  'analyzer',
  'fleet',
  'format',
  'store',
  'judgement',
  'probes',
  'samples',
  'scripts',
  'testing',
  'tests',
  'viewer',
] as const;
