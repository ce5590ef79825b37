/** What a run says about itself and its target while it goes on, and its report afterwards. It is kept as English text: no two places of one sentence may touch. */
export const NOTICES = {
  'notice.room-size': 'rooms have {fitted} members instead of {asked}: there are {users} users',
  'notice.pairs': 'rooms of 2 members: the dialect "{dialect}" sends {place}, for which rooms have 2 members',
  'notice.one-room': 'one room with every user: the dialect "{dialect}" knows no rooms: everybody hears everything',
  'notice.storm-no-return':
    'nobody comes back from the storm at {at}: they are offline for {offline}, and the run lasts {duration}',
  'notice.nobody-storm': 'the storm at {at} takes nobody: {share} of {users} users is less than one',
  'notice.nobody-slow': 'slow readers are nobody: {share} of {users} users is less than one',
  'notice.slow-to-the-end':
    'slow readers read again only when the load is over: they stop for {length}, and the run lasts {duration}',
  'notice.sessions-no-return':
    'nobody who leaves comes back: they are away for {away} at least, and the run lasts {duration}',
  'notice.stages-left-out':
    "the scenario's {count:count} {count?stage is|stages are} left out: a trial of a search holds one load",
  'notice.insecure':
    '--insecure: no certificate of the target is checked, so that whoever is between can answer in its place and read all that is sent',
  'notice.unchecked':
    'Certificates of the target were not checked (--insecure): whoever is between could have answered in its place, and read all that was sent.',
  'notice.fixed-secrets':
    'The dialect has secrets written out at {places:commas}: reports show {mask} there, and cannot be run again by themselves. Better write {name} there and set that environment variable',
  'notice.many-deliveries':
    '{rate:count} deliveries/s are more than one Node server can be expected to follow (about {most:count}/s): expect a queue that grows and delays of seconds.',
  'notice.many-deliveries.peak':
    '{rate:count} deliveries/s at the highest rate are more than one Node server can be expected to follow (about {most:count}/s): expect a queue that grows and delays of seconds.',
  'notice.many-messages':
    '{rate:count} messages/s are more than one Node server can be expected to take (about {most:count}/s).',
  'notice.many-messages.peak':
    '{rate:count} messages/s at the highest rate are more than one Node server can be expected to take (about {most:count}/s).',
  'notice.idle':
    '{idle:count} of {users:count} users are in no room: they stay connected, and neither write nor read. More --rooms, or --room-size all, brings them in.',
  'notice.bcrypt':
    'Registering {users:count} users takes a server that hashes passwords with bcrypt about {minutes} min of one core, logging them in as much again.',
  'notice.busy-users':
    '{users:count} users in rooms share {rate:count} messages/s: {each:count} a second from each, far more than people type.',
  'notice.busy-users.peak':
    '{users:count} users in rooms share {rate:count} messages/s at the highest rate: {each:count} a second from each, far more than people type.',
  'notice.memory': 'A Node target needs about {memory:bytes} of memory.',
  'notice.socket-path':
    'The socket path of the server is {found}; the run takes that, though the dialect "{dialect}" says {stated}.',
  'notice.socket-io-2':
    'The server speaks Socket.IO 2 (Engine.IO 3), and is spoken to in it; socket.engine: 3 in the dialect says so from the start.',
  'notice.no-auth':
    'socket.auth of the dialect is not sent, since Socket.IO 2 has no payload of CONNECT; its clients put credentials into socket.query.',
  'notice.msgpack':
    'The server writes packets in MessagePack, and so does the run; socket.parser: msgpack in the dialect says so from the start.',
  'notice.mark.front': 'The server cuts texts: every message carries its mark before its text instead of behind it.',
  'notice.mark.letters':
    'The server changes texts (figures, signs or the case of letters): every message carries a mark of letters alone, before its text.',
  'notice.echo-after-all':
    'The first messages came back to others only, but later ones came back to their senders, too: the server echoes, and loses copies. Echoes are expected from the first message on.',
  'notice.echo-contradicted':
    'The dialect says `echo: false`, and yet messages came back to their senders; these copies count as unexpected. With `echo: true`, or without `echo`, they are counted like all others.',
  'notice.ended-at-first':
    'While the first messages were sent, {which}. Did the server crash at one? Its log may say so; perhaps it expects a callback (send.ack: true).',
  'notice.complaint':
    'While messages were sent came {came}. The dialect does not name it, so that it is in no number: with events.error as {name} refused messages are counted, and why.',
  'notice.odd-acks':
    'While messages were sent came {count:count} {count?acknowledgement|acknowledgements} unlike the others, as many as messages reached nobody. If that is a no, say in send.ack what a yes holds, as {example}. They say: {sample}',
  'notice.unheard-quotes':
    'Texts of ours were taken for quotes, since they lie deeper or less deep in their event than those of single messages, and most of them had not come before. If they are messages, say in the dialect where texts lie: receive: {example}.',
  'notice.lonely-room': 'Room "{room}" has fewer than two connected members; nothing is sent to it.',
  'notice.unreadable': 'A connection was ended: {reason}. If the server is in order, this is a fault of newyear-load.',
  'notice.waker': 'The thread that wakes the others to send ended ({why}): from then on they woke by timers.',
  'notice.target-lost': 'The target was lost: {how}.',
  'notice.target-lost.silent': 'no connection for {seconds} seconds, and none came back',
  'notice.target-lost.end': 'every connection was lost, and none had come back when the flood ended',
  'notice.overdue.audit':
    'The audit was ended after its limit of {limit:time} (limits.auditTimeout): what it had not looked at by then is not checkable. A sample takes less: --audit=10%.',
  'notice.overdue':
    'Phase {phase} was ended after its limit of {limit:time}; whoever was not done by then is left out.',
  'notice.worker': 'Worker {number}',
  'notice.worker.observers': 'The observers’ worker',
  'notice.worker-died': '{worker} died: {why}. What it had counted until its last second is in the report.',
  'notice.phase-failures': '{phase}: {count} failed with {kind}, for example: {example}',
  'notice.stopped-early': 'Ended by {signal} before the run began: nothing was measured.',
  'notice.short': 'The generator ran short of something and ends the run with what is known by now: {why}.',
  'notice.watcher-failed': 'The {name} has failed and is left out from here on: {why}',
  'notice.watcher-slow': 'The {name} was not done after {seconds} s and was not waited for.',
  'notice.watcher-end': 'The {name} could not be ended well: {why}',
  'notice.collector':
    'The collector at {origin} did not take the metrics ({reason}); they may be missing there. The run goes on.',
  'notice.no-answer': 'no answer in time',
  'notice.face': 'From here on {subject} takes no connections, the run goes on: {why}.',
  'notice.face.dashboard': 'the dashboard',
  'notice.face.prometheus': 'the Prometheus endpoint',
  'notice.webhook.status':
    'The alert webhook at {origin} answered with HTTP status {status}; alerts may be missing there. The report has all of them.',
  'notice.webhook.reach':
    'The alert webhook at {origin} could not be reached ({why}); alerts may be missing there. The report has all of them.',
  'notice.webhook.slow':
    'The alert webhook at {origin} did not take alerts as fast as they came; alerts may be missing there. The report has all of them.',
  'notice.record-slow': '{name} takes the record more slowly than the run goes on: parts of it are left out.',
  'notice.record-ends': 'The record ends here, the run goes on: {name} cannot be written: {why}',
  'notice.stdout': 'standard output',
  'notice.server': 'Of the watched server: {problem}.',
  'notice.server.ended': 'process {pid} has ended',
  'agents.silent': '{who} has been silent for {seconds} s.',
  'agents.back': '{who} is back after {seconds} s.',
  'agents.lost': '{who} was lost {when}: {why}. {known}',
  'agents.lost.before': 'before the run began',
  'agents.lost.in': 'in the phase {phase}',
  'agents.lost.at': 'in the {phase} at {clock}',
  'agents.silent-too-long': 'nothing was heard of it for {seconds} s',
  'agents.goodbye': 'it left, for {why}',
  'agents.queue-too-long': 'the queue was away for {seconds} s',
  'agents.known-until': 'What it had counted until second {second} is in.',
  'agents.known-all': 'All that it had counted is in.',
  'agents.known-nothing': 'It had counted nothing of the flood.',
  'agents.came-back': '{who} came back after {seconds} s and was stopped.',
  'agents.unreachable': '{who} could not be reached for {seconds} s; its numbers are complete.',
  'agents.queue-away': 'The queue does not answer; the load goes on.',
  'agents.queue-back': 'The queue is back after {seconds} s.',
  'agents.queue-was-away': 'The queue could not be reached for {seconds} s; the numbers are complete.',
  'agents.clock':
    "The clock of {who} is known to within {ms} ms only: its seconds may be shifted by so much against the others'.",
  'agents.unreadable': '{who} said something that cannot be read: it {problem}.',
  'agents.broker-refuses': 'The queue refuses: {problem}.',
  'agents.thread-silent': '{worker} has said nothing for {seconds} s, and the agent goes on: the thread is held up.',
  'agents.thread-back': '{worker} goes on after {seconds} s; what it did late counts as late.',
  'agents.of': '{who}: {sentence}',
  'agents.waiting': 'Waiting for agents: {come} of {all:count} {all?agent|agents}.',
  'agents.waiting.behind':
    'Waiting for agents: {come} of {all:count} {all?agent|agents}; queued behind {count:count} {count?run|runs} ({runs:and}).',
  'agents.here': '{count:count} {count?agent|agents}: {names:and}.',
  'agents.title': 'Agent {name}',
} as const;
