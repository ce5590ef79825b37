/** What came instead of what was expected, and the one thing to change in a dialect so that it does. */
export const CAME = {
  'came.nothing-flooded':
    'Nothing was flooded: of {count:count} first {count?message|messages} none came back to anybody so that it can be recognised. {came}',
  'came.nothing-back': 'Nothing at all came back.',
  'came.instead': 'What came instead: {came}.',
  'came.see-each-step':
    '`npx newyear-load dialect check`, with the same --target and --dialect, shows each step with what was sent and what came.',
  'came.event.none': '{name} {times}: {sample}',
  'came.refusal.none': '{name} {times}, which looks like a refusal: {sample}',
  'came.event.marked': '{name} {times} with our mark: {sample}',
  'came.refusal.marked': '{name} {times} with our mark, which looks like a refusal: {sample}',
  'came.event.marked-some': '{name} {times}, {part:count} of them with our mark: {sample}',
  'came.refusal.marked-some':
    '{name} {times}, {part:count} of them with our mark, which looks like a refusal: {sample}',
  'came.event.damaged': '{name} {times} with a text of ours that was changed: {sample}',
  'came.refusal.damaged': '{name} {times} with a text of ours that was changed, which looks like a refusal: {sample}',
  'came.event.damaged-some': '{name} {times}, {part:count} of them with a text of ours that was changed: {sample}',
  'came.refusal.damaged-some':
    '{name} {times}, {part:count} of them with a text of ours that was changed, which looks like a refusal: {sample}',
  'came.once': 'once',
  'came.times': '{count:count} times',
  'came.ended': '{count:count} {count?connection|connections} ended: {example}',
  'came.change.text':
    '{name} came {times} with our mark, but not where `receive.text` says: {text}. Change events.receive.text, or leave it out.',
  'came.change.receive':
    '{name} came {times} with our mark; `receive` says {receive}. Change events.receive to {name}.',
  'came.change.damaged':
    'The server changes texts, so that a mark does not survive it: neither 39 figures and letters at the end or at the front, nor 49 letters at the front. Let it leave them as they are in {name}, for the test at least.',
  'came.change.refusal':
    '{name} looks like a refusal: change what it complains about: above all events.send, events.join, or the texts (--theme).{marked}',
  'came.change.refusal.marked': ' If messages do come by it, say so: events.receive.',
  'came.change.ended': 'The server ended connections instead: does events.send say what it expects?',
  'came.change.acknowledged':
    'Messages are acknowledged, and nobody is sent an event. Some servers send a handler’s answer by the one or by the other: leave out events.send.ack. If nothing comes then either, check the arguments of events.send, and events.join.',
  'came.change.near': '`receive` says {receive}, and {near} came: is that the event that brings messages?',
  'came.change.which':
    'Does one of these events bring messages? Then name it in events.receive; if none does, check event and arguments of events.send and events.join.',
  'came.change.send':
    'Do events.send and events.join say what the server expects: the event’s name, its arguments, the room? A server may also want a step before messages that the dialect does not have.',
  'enter.no-namespace':
    'The server has no such namespace: change socket.namespace, or leave it out for the default one.',
  'enter.other-parser':
    'Leave the option parser out of the server for the test. Spoken are the usual packets, and socket.io-msgpack-parser from version 3 on (Socket.IO 3 and 4).',
  'enter.closed':
    'The server closes as soon as it is asked for its namespace, in the usual packets and in MessagePack: does it want credentials (socket.auth, socket.query), or has it a parser of its own?',
  'enter.stated-parser':
    'The dialect states how packets are written (socket.parser), and the server closes at the first one: leave it out, and it is found out.',
  'enter.not-upgraded':
    'The server refuses the WebSocket itself. What it sees of a user by then are socket.headers (Origin, Authorization, Cookie), socket.query and the cookies of the HTTP steps; socket.auth comes later.',
  'enter.ended':
    'The connections ended while users were entering: the server’s log may say why. Does it want other arguments, a callback (ack: true), or a step before (http.login, events.enter)?',
  'enter.step-refused':
    'The server says no to a step before the joins: change what it complains about, in events.enter or in what that takes from an HTTP step.',
  'enter.step-no-ack':
    'The server does not acknowledge that step: leave its ack out of events.enter, or name the event that confirms it (confirmed).',
  'enter.join-refused':
    'The server says no to the join: change what it complains about, in events.join or in a step before it (HTTP, events.enter).',
  'enter.join-late':
    'The same joins, emitted once more, were confirmed: the first time the server was not ready. It registers its handlers some time after the connection (`socket.on` behind an `await`), and drops what comes before without a word, of real clients, too. Let it register them first; where it tells by an event that it is ready, name that in events.ready.',
  'enter.join-no-ack':
    '`events.join.ack` waits for an acknowledgement, which never came: leave it out where the server sends none, or name the event that confirms a join in events.joined.',
  'enter.other-ack':
    '`events.join.ack` takes for a yes what has {what} at `{path}`. If that acknowledgement is a yes, change events.join.ack; if it is a no, what it complains about.',
  'enter.something': 'something',
  'enter.waits.near': '`{key}` waits for {name}, which never came; {came} came {times}. Change {key} to {came}.',
  'enter.waits': '`{key}` waits for {name}, which never came: does the server confirm it by that event?',
  'enter.refusal': '{name} looks like a refusal: change what it complains about.',
  'status.400':
    'The server does not understand what it is sent: change {step}.body (or {step}.form, for a server that takes forms) to what it asks for.',
  'status.401':
    'The server does not accept the credentials: change {step}.body or {step}.headers; users of the run are new to the server unless the dialect registers them or names accounts.',
  'status.403':
    'The server does not let this user do that: does {step}.headers carry what it wants (a token, a cookie, an Origin)?',
  'status.404': 'There is nothing at this path: change {step}.path.',
  'status.405': 'The server has another method for this path: change {step}.method.',
  'status.409':
    'The server has this already: does {step} make something that must be new, under a name with {user} or {room} in it?',
  'status.415':
    'The server takes another kind of body: use {step}.form instead of {step}.body, or name its type in {step}.headers.',
  'status.422': 'The server does not accept what it is sent: change {step}.body to the fields that it asks for.',
  'status.429': 'The server limits how often it may be asked: let the dialect keep to that (http.rate: 5/s).',
  'status.5xx': 'The server failed itself: its log knows why.',
} as const;
