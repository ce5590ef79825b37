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
  'lab.ended': 'The server of "{command}" ended before it took connections ({end}).',
  'lab.ended.words': 'The server of "{command}" ended before it took connections ({end}). It said: {words}',
  'lab.ended.hint': 'Try it by hand: PORT={port} {command}',
  'lab.silent': 'The server of "{command}" took no connections at {place} within {seconds:count} s.',
  'lab.silent.words':
    'The server of "{command}" took no connections at {place} within {seconds:count} s. It said: {words}',
  'lab.silent.hint': 'It has to listen on the port in the environment variable PORT.',
  'lab.other-api': 'The server took none of {asked:count} sign-ups: it knows no {route}{refusals}.',
  'lab.other-api.hint':
    'If your server speaks another API, describe it (docs/dialects.md), try it with newyear-load dialect check, and name it with --dialect.',
  'lab.nobody-there': 'Nothing answers at {target}.',
  'lab.nobody-there.hint':
    "Is the server running, and is --target right? With --server '<command>' the lab starts it itself.",
  'lab.needs-server': "needs a server: --target http://127.0.0.1:4000, or --server 'npm start'",
  'lab.must-start':
    "exercise {id} has to start and stop the server itself, and tells it what it needs by its environment; write --server 'npm start', or whatever starts yours",
  'lab.names-none': 'names no exercise; write newyear-load lab {word} 1-1',
  'lab.names-many': 'names more than one exercise; write newyear-load lab {word} 1-1',
  'lab.no-program': '{product} ({program}) is not on this machine.',
  'lab.no-program.hint':
    'Install it: sudo apt-get install {debian}, or brew install {brew}. It need not run: it is started here, on a port of its own.',
} as const;
