/** What to do after a run, in a line. */
export const NEXT = {
  'next.capacity': 'How much does it hold? {command}',
  'next.run-to-end': 'Let it run to its end: until then slow copies cannot be told from lost ones.',
  'next.run-on': 'Let it run: it was stopped before its first message.',
  'next.hold-to-end': 'Let it run to its end: until then nobody knows whether the connections hold.',
  'next.target-lost': 'Look into the log of the server: did it crash, was it stopped, did a proxy cut everybody off?',
  'next.leave-dialect': 'Leave --dialect out: the practice server speaks minitalk.',
  'next.dialect-check': 'See what the server sends instead: {command}',
  'next.refused': 'Read what the server said. If it is a limit a user, take a lower --rate or more --users.',
  'next.lost': 'Where and when was it lost? --out html=report.html shows it; --drain 60s tells lost from late.',
  'next.lost.unanswered':
    'Look into the log of the server: what reached nobody was never acknowledged either, as when a handler fails.',
  'next.strayed': 'Look how rooms are joined: copies reached users who are in none of these rooms.',
  'next.not-kept': 'Look how the server stores: what is missing had been acknowledged, or delivered.',
  'next.beyond': 'That was more than it can do. What does it hold? {command}',
  'next.slow': 'When was it slow, and for whom? --out html=report.html shows every second and room.',
  'next.limits': 'Look for a limit of the server, of its proxy or of its machine (ulimit -n).',
  'next.write': 'Have them write: {command}',
} as const;
