/** What a user can do something about: what is wrong, and what to do next. */
export const MISTAKES = {
  'start.nobody-there': 'Nothing answers at {target} ({why}).',
  'start.nobody-there.hint':
    'Is the server running, and is --target right? Without a server of your own, add --embedded.',
  'start.no-address': 'no address',
  'start.not-allowed': 'No connection was opened to {target}: {why}.',
  'start.not-allowed.hint': 'If that server is yours to load, say so with --allow-host {host}',
  'start.refused':
    '{targets:and} {count?is|are} not on this machine, and load is sent to other machines only when they are named',
  'start.refused.hint': 'If {count?that server is|those servers are} yours to load, say so with {flags}',
  'mistake.near': 'unknown {kind} "{name}"; did you mean "{near}"?',
  'mistake.there-is': 'unknown {kind} "{name}"; there is {valid}',
  'mistake.there-is.none': 'none',
  'mistake.flag.near': 'unknown flag; did you mean "{near}"?',
  'mistake.flag.list': 'unknown flag; "{command} --help" lists those that there are',
  'mistake.flag.elsewhere': 'is a flag of "{command}"',
  'mistake.command.near': 'unknown command; did you mean "{near}"?',
  'mistake.command.list': 'unknown command; there is {valid}',
  'mistake.alone': 'stands alone; "{command}" takes flags only',
  'mistake.needs-value': 'needs a value: {flag} {argument}',
} as const;
