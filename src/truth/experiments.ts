import * as capacity from './checks/capacity.js';
import * as ledger from './checks/ledger.js';
import * as timing from './checks/timing.js';
import { BOTH_OR_FOUR, BOTH_OR_ONE, type Experiment, FULL_ONLY } from './experiment.js';
import { PEOPLE } from './people-experiments.js';

/** Every fault that the ledger must see, alone and together. A new experiment is one entry. */
const ACCOUNTS: readonly Experiment[] = [
  {
    name: 'healthy server',
    faults: [],
    flags: {},
    ...BOTH_OR_ONE,
    hasObservers: false,
    checks: [ledger.sent, ledger.expected, ledger.received, ledger.lost, ledger.everyRoom],
  },
  {
    name: 'a ramp',
    faults: [],
    flags: { stage: ['ramp=4s:1000'], duration: '4s' },
    fast: { flags: { stage: ['ramp=2s:500'], duration: '2s' }, workers: [4] },
    workers: [1, 4],
    hasObservers: false,
    checks: [ledger.ramp, ledger.expected, ledger.lost, ledger.everyRoom],
  },
  {
    name: 'copies dropped',
    faults: ['drop=1/97'],
    flags: {},
    ...BOTH_OR_FOUR,
    hasObservers: false,
    checks: [ledger.lost, ledger.received, ledger.everyRoom],
  },
  {
    name: 'copies sent twice',
    faults: ['duplicate=1/101'],
    flags: {},
    ...FULL_ONLY,
    hasObservers: false,
    checks: [ledger.duplicated, ledger.received, ledger.everyRoom],
  },
  {
    name: 'messages swapped',
    faults: ['swap=1/40'],
    // The server waits a second for the message that a held one is to follow.
    flags: { users: '12', rooms: '4', roomSize: '3', drain: '4s' },
    ...BOTH_OR_FOUR,
    hasObservers: false,
    checks: [ledger.reordered, ledger.lost, ledger.everyRoom],
  },
  {
    name: 'messages refused and lost',
    faults: ['error=1/29', 'lose-message=1/53'],
    flags: {},
    ...BOTH_OR_ONE,
    hasObservers: false,
    checks: [ledger.refused, ledger.lost, ledger.everyRoom],
  },
  {
    name: 'no copy to the sender',
    faults: ['no-echo'],
    flags: {},
    ...FULL_ONLY,
    hasObservers: true,
    checks: [ledger.echo, ledger.expected, ledger.lost, ledger.everyRoom],
  },
  {
    name: 'messages in lists',
    faults: ['batch=80ms', 'drop=1/97'],
    flags: {},
    ...BOTH_OR_FOUR,
    hasObservers: true,
    checks: [ledger.sent, ledger.expected, ledger.lost, ledger.everyRoom],
  },
  {
    name: 'messages that quote others',
    faults: ['quote=1/3', 'drop=1/89', 'duplicate=1/97'],
    flags: {},
    ...BOTH_OR_ONE,
    hasObservers: false,
    checks: [ledger.quotes, ledger.lost, ledger.duplicated, ledger.everyRoom],
  },
  {
    name: 'copies that want a receipt',
    faults: ['receipt=2s'],
    flags: {},
    ...BOTH_OR_ONE,
    hasObservers: false,
    checks: [ledger.repeated, ledger.expected, ledger.lost],
  },
  {
    name: 'texts cut',
    faults: ['mangle=cut', 'drop=1/97'],
    flags: {},
    ...FULL_ONLY,
    hasObservers: false,
    checks: [ledger.mark('front'), ledger.expected, ledger.lost, ledger.everyRoom],
  },
  {
    name: 'figures hidden',
    faults: ['mangle=hide', 'drop=1/97'],
    flags: {},
    ...BOTH_OR_FOUR,
    hasObservers: true,
    checks: [ledger.mark('letters'), ledger.expected, ledger.lost, ledger.everyRoom],
  },
  {
    name: 'three at once',
    faults: ['no-echo', 'drop=1/5', 'duplicate=1/7'],
    flags: {},
    workers: [1, 4],
    hasObservers: true,
    checks: [ledger.echo, ledger.expected, ledger.lost, ledger.duplicated, ledger.observersLost, ledger.everyRoom],
  },
];

/** Times, measured while nothing else runs. */
const TIMES: readonly Experiment[] = [
  {
    name: 'everything late',
    faults: ['delay=250ms'],
    flags: { users: '20', rooms: '4', rate: '350', duration: '3s' },
    fast: { flags: { users: '20', rooms: '4', rate: '350', duration: '1s' } },
    workers: [1],
    hasObservers: true,
    alone: true,
    checks: [timing.delays, timing.notTheGenerator],
  },
  {
    name: 'server stands still',
    faults: ['stall=2s@4s'],
    flags: { users: '40', rooms: '20', roomSize: '2', duration: '10s' },
    fast: {
      faults: ['stall=1s@500ms'],
      flags: { users: '40', rooms: '20', roomSize: '2', rate: '500', duration: '2s' },
    },
    workers: [1],
    hasObservers: true,
    alone: true,
    checks: [timing.stalls, timing.onSchedule, ledger.lost, timing.notTheGenerator],
  },
];

/** A search in short trials: with a bound of 50 ms, two seconds at 2.5 % too much fail. */
const SHORT_SEARCH = { slos: ['p99(delivery)<50ms', 'lost==0'], trialMs: 2000, from: 250, max: 20_000 } as const;

/** A server that takes a message exactly every so often. */
const CAPACITIES: readonly Experiment[] = [
  {
    name: 'a spike',
    // Waiting for 50 ms in any case, so that a moment of the machine is none of the server's.
    faults: ['capacity=400/s', 'delay=50ms'],
    // What waits at the end of the spike is gone after 3.9 s, and the first whole second after that begins 4 s after it.
    flags: { stage: ['before=2s@200', 'spike=1s@1180', 'after=7s@200'], duration: '10s', rate: '200' },
    workers: [1],
    fast: { workers: [] },
    hasObservers: false,
    alone: true,
    checks: [capacity.recovery, ledger.lost],
  },
  ...['1500/s', '4000/s'].map(
    (rate): Experiment => ({
      name: `the largest rate that holds, of ${rate}`,
      faults: [`capacity=${rate}`],
      // Pairs: the fewer copies, the less of the processor is the server's.
      flags: { users: '40', rooms: '20', roomSize: '2' },
      workers: [1],
      fast: { workers: [] },
      hasObservers: false,
      alone: true,
      search: SHORT_SEARCH,
      checks: [capacity.lowerBound],
    }),
  ),
];

/** Generators that cannot do what they are asked for. */
const STARVED: readonly Experiment[] = [
  {
    name: 'a rate that no core can send',
    faults: [],
    // So many sockets that none is ever full: what is late is late because of the generator alone.
    flags: { users: '200', rooms: '100', roomSize: '2', rate: '200000', duration: '300ms', drain: '100ms' },
    workers: [1],
    hasObservers: false,
    alone: true,
    checks: [timing.theGenerator, ledger.sums],
  },
  {
    name: "the generator's processor taken away",
    faults: [],
    flags: { users: '40', rooms: '20', roomSize: '2', rate: '10000', duration: '700ms', drain: '300ms' },
    workers: [1],
    hasObservers: false,
    alone: true,
    stolenCpu: true,
    checks: [timing.theGenerator, ledger.sums],
  },
];

/** All experiments, in the order of the table. */
export const EXPERIMENTS: readonly Experiment[] = [...ACCOUNTS, ...PEOPLE, ...TIMES, ...CAPACITIES, ...STARVED];
