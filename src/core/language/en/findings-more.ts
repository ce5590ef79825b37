/** What was noticed of what the server keeps, of its entrances and of its process. */
export const MORE_FINDINGS = {
  'audit.missing-messages': '{what}: {places:commas}.{end}',
  'audit.missing-messages.one': 'The one missing message',
  'audit.missing-messages.all': 'All {count:count} missing messages',
  'audit.end.room': ' Of room "{room}" everything is missing from {since} on.',
  'audit.end.rooms':
    ' Of {rooms} rooms everything is missing from {since} on, as where a server ends before it has stored what it holds.',
  'audit.end.all': 'all',
  'audit.since': 'second {second}',
  'audit.since-range': 'seconds {from}–{to}',
  'audit.missing-users': '{count:count} {count?user|users} cannot log in any more: {users:and}.{when}{batches}',
  'audit.batches': ' They came in {count?batch|batches} {numbers:and} of the sign-ups.',
  'audit.signed-up':
    ' {count?It|All of them} signed up {between}; everybody did so between {first:seconds} and {last:seconds} s.',
  'audit.at': 'at {at:seconds} s',
  'audit.between': 'between {from:seconds} and {to:seconds} s',
  'audit.late':
    '{what:and} {count?was|were} not stored yet when the audit first looked; the last was there {time:seconds} s after the drain. What a server has not stored when it ends is lost.',
  'audit.messages': '{count:count} {count?message|messages}',
  'audit.users': '{count:count} {count?user|users}',
  'audit.messages-of-rooms': '{count:count} {count?message|messages} of {rooms:count} {rooms?room|rooms}',
  'audit.not-looked-at': 'The audit could not tell of {what:and} whether the server still has them.',
  'audit.sampled':
    'The audit looked at a sample of {share:share}: {rooms:count} of {ofRooms:count} {ofRooms?room|rooms} and {users:count} of {ofUsers:count} {ofUsers?user|users}.',
  'entrances.apart':
    'Not one of the {received:count} copies that users at {who} received was of a message from another entrance, and {lost:count} {lost?copy|copies} are lost: the servers behind the entrances do not seem to be one chat (Socket.IO needs an adapter for that).',
  'entrances.any': 'any entrance',
  'entrances.differs': 'The entrance {name} differs: {parts:semicolons}.',
  'entrances.shares': '{shares:and} were of the {users:count} of {all:count} users there',
  'entrances.share.lost': '{own:count} of {whole:count} lost copies',
  'entrances.share.connectionsLost': '{own:count} of {whole:count} lost connections',
  'entrances.share.errors': '{own:count} of {whole:count} errors',
  'entrances.slower': '{quantile}(delivery) is {own:latency} there and {fastest:latency} at {other}',
  'reads.stale':
    '{stale:count} of {judged:count} {judged?answer|answers} to reads ({share:share}) lacked messages that had been delivered before they were asked for, at most {most:latency} before: what is read is behind what is sent, as by a cache that nothing invalidates.',
  'reads.unsent':
    '{unsent:count} of {intended:count} {intended?read|reads} never left: as many as limits.readConcurrency allows were under way, and the answers took too long.',
  'reads.unanswered':
    "{count:count} {count?read|reads} had no answer when the run's wait for what was under way was over.",
  'sessions.not-back':
    'Of the {left:count} {left?time|times} that users left by plan, {never:count} were without a return though there was time.',
  'sessions.untaken':
    'Users left {count:count} {count?time|times} before the server had shown within 2 s that it had their last message: what is lost of these is lost by that, perhaps.',
  'server.leak':
    "The server's memory grows without an end in sight: {growth} (with 95 % confidence between {low:bytes} and {high:bytes}), from {first:bytes} to {last:bytes}.",
  'server.latency-with-memory':
    "p50 rises with the server's memory: from {p50First:latency} at {first:bytes} in the first quarter to {p50Last:latency} at {last:bytes} in the last (rank correlation {correlation:fixed} over {seconds:count} seconds). What it keeps of every message may be what it goes through for the next.",
  'server.one-thread':
    'The server had a whole processor in use in {busy} of {seconds} seconds, which is all that one thread can use: what it does for a message is the limit there, and a faster network is no help.',
} as const;
