/** What was noticed in the numbers of a run: sentences, and the places and times in them. */
export const FINDINGS = {
  'when.throughout': 'all the time{peak}',
  'when.of': '{count:count} of {seconds:count} seconds{peak}',
  'when.peak': ', most of them in second {second} ({count:count})',
  'where.room': 'room "{room}"',
  'where.rooms': 'rooms {rooms:and}',
  'where.rooms.one': '"{room}" ({count:count})',
  'where.all': 'all {rooms:count} rooms{peak}',
  'where.some': '{count:count} of {rooms:count} rooms{peak}',
  'where.peak': ', most of them in room "{room}" ({count:count})',
  'losses.half-deaf': 'Exactly half of the pairs of sender and receiver never hear each other',
  'losses.some-deaf': '{deaf:count} of {total:count} pairs of sender and receiver never hear each other',
  'losses.deaf': "{who}: not one of the sender's messages reached the receiver.",
  'losses.split':
    '{who}: members of {rooms:count} {rooms?room|rooms} fall into {upTo}{groups:count} groups that hear only themselves. Several server processes without a shared adapter?',
  'losses.split.up-to': 'up to ',
  'losses.in-flight':
    '{which} were in flight: copies of messages that were handed to connections which then turned out to be dead, or which the server closed at them. Nobody received these messages, and nobody can say whether the server ever had them.',
  'losses.in-flight.all': 'They',
  'losses.in-flight.some': '{count:count} of them',
  'losses.place': '{what}: {places:commas}.',
  'losses.place.some': '{located:count} of {lost:count} lost deliveries',
  'losses.place.one': 'The one lost delivery',
  'losses.place.all': 'All {lost:count} lost deliveries',
  'losses.cut': 'when {count:count} {count?connection|connections}{whose} {count?was|were} cut',
  'losses.cut.members': ' of its members',
  'losses.single': 'Every message reached somebody: only single copies were lost.',
  'losses.whole': '{nowhere:count} of {sent:count} {sent?message|messages} sent reached nobody at all{answer}.',
  'losses.whole.answer': '; the server answered {refused:count} {refused?message|messages} with an error event',
  'losses.whole.acknowledged': ', though the server acknowledged all of them',
  'losses.whole.unanswered':
    ', and as many were never acknowledged: what handles them fails, which the log of the server may tell',
  'losses.perhaps-late':
    "{came:count} {came?copy|copies} still came in the drain's last second: {others} may only have been late, too. A longer --drain tells.",
  'losses.perhaps-late.one': 'the lost one',
  'losses.perhaps-late.others': 'the {lost:count} lost ones',
  'cuts.when.before': 'before the first message was due',
  'cuts.when.some-before': '{count:count} before the first message was due',
  cuts: '{lost:count} {lost?connection|connections} broke: {when:commas}; {again}.{gone}',
  'cuts.none-again': 'none was opened again',
  'cuts.again': '{count:count} reconnected',
  'cuts.gone': ' {count:count} {count?delivery|deliveries} had nobody to go to, and no loss is made of that.',
  duplicates: '{count:count} {count?copy|copies} came although the receiver had the message already{where}.',
  reordered: '{count:count} {count?copy|copies} came after a later message of the same sender{where}.',
  places: ': {places:commas}',
  'aside.quotes':
    '{count:count} {count?message|messages} came again as quotes in later ones, which is told apart from duplicates and is in no latency.',
  'aside.history':
    '{count:count} {count?copy|copies} of messages from before a join came with or after it: the server replays its history, or took the join before what was sent earlier. They are told apart from duplicates and are in no latency.',
  'aside.recovery':
    '{count:count} {count?copy|copies} that cut connections had missed came when the server recovered them.',
  late: '{count:count} lost {count?copy|copies} came after the drain had ended, too late to count: a longer --drain takes {count?it|them} in.',
  strays: "{count:count} {count?copy|copies} came to users who were not, or not yet, in the message's room.",
  'no-observer':
    'The run had no observer, who would tell a slow generator from a slow server: {why}. They take two users and a room beyond those of the plan; --no-canary leaves them out.',
  'unsent.one': '{count:count} {count?message|messages} could not be sent {why}.',
  'unsent.several': '{count:count} {count?message|messages} could not be sent: {whys:and}.',
  'unsent.part': '{count:count} {why}',
  'unsent.gone': "because their senders' connections were gone",
  'unsent.waiting': 'because the server took no more bytes from their sockets',
  'unsent.own': 'because this machine did not get round to them',
  'course.fell-behind':
    'The server fell behind: of {offered:rate} messages/s that were offered it served {served:rate}, and what waited grew all the time; p50 went from {first:latency} at first to {last:latency} in the end.',
  'course.slows':
    'The server slows with every message: p50 of the last tenth, {last:latency}, is {factor:factor} × that of the first, {first:latency}; every 1,000 messages added {each:latency} (straight line, R² {fit:fixed}).',
  'course.stall': 'Nothing moved for {time:seconds} s at second {second:count}, though messages were due.',
  'course.silent': 'Nothing arrived in {seconds}, though messages were due.',
  'stages.unmeasured':
    '{count:count} lost {count?delivery was|deliveries were} of {stages:and}, where nothing is measured: no threshold and no verdict counts {count?it|them}.',
  'stages.not-back': 'After {stage} the p99 of {before} did not come back while messages were sent.',
  'stages.too-short':
    'After {stage} the p99 of {before} was not seen to be back: that takes three whole seconds on end, and the load went on for {rest:seconds} s only.',
  'stages.back': 'After {stage} it took {time:seconds} s until the p99 of {before} was back.',
  'stages.not-reached': '{stages:and} {count?was|were} not reached.',
  'stages.more': '{count:count} more stages',
  'storms.not-back':
    '{missing:count} of the {cut:count} {cut?user|users} of the storm at {at:time} were not back when the flood ended.',
  'storms.not-reached': 'The storm at {at:time} was not reached: the load ended before.',
  'slow-readers.not-reached': 'Nobody stopped reading at {at:time}: the load ended before.',
  'slow-readers.dropped':
    '{dropped:count} of {held:count} copies for slow readers never came, though all that was sent after they read again did: the server drops what is not read in time and keeps the connection, so that a client does not notice.',
  'slow-readers.not-come':
    '{dropped:count} of {held:count} copies for slow readers had not come when the drain ended: a longer --drain tells whether the server still has them, or drops what is not read in time.',
  'storms.untaken':
    'Of the connections that ended in the storm at {at:time}, it is not known of {count:count} whether the server had all that was sent over them: what is lost of their messages is lost by that, perhaps.',
  advice: '{level} because {reason}. {remedy}',
  'error.once': 'Once {what}{when} ({kind}).',
  'error.times': '{count:count} times {what}{when} ({kind}).',
  'error.when': ': {when}',
} as const;
