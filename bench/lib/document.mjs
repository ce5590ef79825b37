import { setting } from './report.mjs';

/** `docs/benchmarks.md`, from what was measured. */
export function document({ tables, bars, ...rest }) {
  return `# Benchmarks: what the generator itself costs

A load generator that costs more than the server it measures, measures itself. These are measurements of newyear-load beside a
program in C (\`bench/reference/blast.c\`), which is about what one core can do at all, a client written by hand with \`ws\` and
JSON, \`socket.io-client\`, and other tools where they are installed. This file is written by the bench:

\`\`\`
npm run build
npm run bench                 five times each, about a quarter of an hour; needs a C compiler; with k6 and tsung, if on the PATH
npm run bench -- --peers      with Artillery, which it installs into a folder of its own (460 MB)
npm run bench -- --times 1 --only fan-out
npm run bench:smoke           every case once and short: is everything sent, received and accounted for? Nothing is timed
node bench/ledger.mjs         what the ledger takes for a copy: in step, and late by the ten thousand
node bench/hundred-thousand.mjs  100,000 connections from this machine, held for a minute, by six agents; needs redis-server
node bench/soak.mjs           ten minutes at 2,000 messages/s: memory and CPU a message, minute by minute, in figures and bars
\`\`\`

## Setting

${setting(rest)}

newyear-load is measured whole: one worker thread and the main thread of a real run, with ledger, both clocks, histograms, schedule
and snapshots, from \`startRun(plan)\` on (without the two observer connections). The others send, receive and count. CPU time is
the kernel's account of the whole process and of those that it started, garbage collector and compiler threads included, over 1.5 s
after 2 s of warming up; messages are counted by the server. Each client proves at its end that what it sent and received is what the
server counted. Artillery, k6 and tsung prove nothing, they are watched from outside; tsung, when it sends at a rate, reads what comes
without taking it apart into messages.

*sink* is \`bench/reference/sink.c\`, a server in C that is never the limit. *A core can do* is the reciprocal of the CPU time of
one message. Where the client is not busy all the time, much of what a message costs is waking up for it: beside a server that is the
limit, a client that takes less for a message sleeps more often, and part of what it saves goes into waking up. The program in C is in
every table for that reason: it shows what is left to save.

## Bars

${bars}

Bars come from other machines, too, and one that is not met stays in the table. What stands in the way, as far as it is known: where messages are sent one by one at their instants, most of what they
cost is waking up (\`blast-exact\` in C pays for it as well, and beside \`blast\`, which looks once a millisecond, shows how much). At 100 messages a second ours wakes with cold caches and costs several
times what C does. Slip at 5,000 and 50,000 messages a second is mostly that of the first tenths of a second: what a rehearsal
of the hot path has not compiled by then ([measurement](measurement.md#the-first-messages-of-a-flood)). What makes one message in a hundred late by milliseconds at lower rates, where there is no rehearsal, is not known.

## Cases

${tables.join('\n')}`;
}
