/** Whether a run can be believed, what it has earned, and what can be done. */
export const VERDICT = {
  'verdict.worker-crashed': 'a worker thread of the generator crashed; its users fell silent',
  'verdict.schedule-slip':
    'the generator sent late: {excess:latency} beyond its {grid:latency} grid at {percentile}, of a reported {percentile}(delivery) of {delivery:latency}{mostly}',
  'verdict.mostly-on': ', most of all on agent {agent}',
  'verdict.on-agent': ' on agent {agent}',
  'verdict.agent-lost': 'an agent of the generator was lost; its users fell silent',
  'remedy.agent-lost': 'Look at the machine and the network of the agent that the findings name, and run it again.',
  'verdict.unsent':
    'the generator left {share:share} of the intended messages unsent although their sockets were writable',
  'verdict.generator-cpu': 'a worker thread{on} used {share:share} of its core over the flood',
  'verdict.generator-starved':
    'other programs held the processors: a worker thread{on} was ready to run and had none for {share:share} of the time',
  'verdict.slower-than-canary':
    "{percentile}(fanout) is {fleet:latency} in the fleet and {canary:latency} at the canary, and the generator's event loops were {loop:latency} late",
  'verdict.generator-errors.descriptors':
    'the generator ran out of file descriptors: {count:count} of its operations failed for want of one',
  'verdict.generator-errors':
    "{count:count} operations failed on the generator's own side, by a fault or for want of something",
  'verdict.impossible-samples':
    '{count:count} latency samples were impossible (negative or no number) and are left out',
  'verdict.no-flood': 'no flood: no message was sent, so there is nothing to believe',
  'verdict.few-samples': '{count:count} deliveries are too few for a p99, which takes {needed:count}',
  'verdict.connections-missing':
    '{opened:count} of {asked:count} connections opened; the load was smaller than planned',
  'threshold.few-samples': 'decided by {samples:count} {samples?sample|samples}, too few for a {percentile}',
  'threshold.undecided':
    '{samples:count} {samples?sample|samples} of {needed:count} for a {percentile}, and they do not decide it: it takes {messages:count} {messages?message|messages} more',
  'threshold.not-back': 'not back before the end, or nothing to come back to',
  'verdict.no-observer': 'the run had no observer: {why}',
  'observer.absent': 'they did not take part',
  'observer.no-room': 'they could not get into a room of their own',
  'observer.no-room.why': 'they could not get into a room of their own: {failure} ({kind})',
  'observer.nothing-back': 'nothing of what they sent came back to them',
  'observer.refused':
    'the server refused {refused:count} of their {sent:count} {sent?message|messages}, which a lower --canary-rate may spare',
  'remedy.worker-crashed': 'Run it again, with fewer users or more memory.',
  'remedy.more-power': 'Give it more processors or --workers, or a lower --rate.',
  'remedy.generator-cpu': 'Use more --workers, a faster machine, or a lower --rate.',
  'remedy.generator-starved': 'End other programs, or run the target on another machine.',
  'remedy.slower-than-canary': 'Use more --workers, or spread the users over more rooms.',
  'remedy.generator-errors': 'Raise the limits of this machine (ulimit -n, local ports, memory), or use fewer users.',
  'remedy.clocks': 'Run it again, on another machine if it stays: its clock goes wrong, or newyear-load does.',
  'remedy.few-samples': 'A longer run or a higher --rate gives enough.',
  'grade.next': '{level} takes {lacks}',
  'grade.lacks': '{first}, and {rest}',
  'grade.lacks.valid': 'a VALID run (this one is {verdict})',
  'grade.lacks.lossless': 'a run that loses nothing (this one lost {lost:count})',
  'grade.lacks.rate': '{needed:count} completed messages/s (this run {rate:rate})',
  'grade.lacks.speed': 'p95(delivery) of at most {limit} ms (this run {p95:latency})',
  'grade.none': 'no grade: {reasons}',
  'grade.none.verdict': 'the run is {verdict}',
  'grade.none.lost': 'it lost {lost:count} deliveries',
  'grade.earned': 'VALID, nothing lost, {figures}',
  'grade.figures': '{rate:rate} completed messages/s at p95(delivery) {p95:latency}',
  alert: '{what}: {value} ({rule})',
  'alert.latency': '{percentile} of {latency}',
  'alert.memory': 'memory in use',
  'alert.errors': 'errors in a second',
  'alert.backlog': 'undelivered backlog',
  'alert.missing': 'copies overtaken and not come',
  'alert.connections': 'connections open',
  'note.closed-model':
    'Closed model: each sender waits for its last messages before the next, so there is no schedule to be late for, and response time is service time.',
} as const;
