import * as connections from './checks/connections.js';
import * as ledger from './checks/ledger.js';
import { BOTH_OR_FOUR, BOTH_OR_ONE, type Experiment, FULL_ONLY } from './experiment.js';

/** Half of the people are away for a while, in the middle of what is said, and have time to come back. */
const STORM = { stage: ['1500ms@300', '2s@150'], duration: undefined, storm: ['1s:50%:500ms'] };

/** Connections and users that fail, and what the audit finds. */
export const PEOPLE: readonly Experiment[] = [
  {
    name: 'connections cut',
    faults: ['cut=30%@300ms'],
    flags: { rate: '200', duration: '1200ms' },
    ...BOTH_OR_FOUR,
    hasObservers: false,
    checks: [connections.connectionsCut, connections.openedAgain, connections.lostInCut, ledger.sums],
  },
  {
    name: 'history sent to who comes back',
    faults: ['cut=30%@300ms', 'replay=20'],
    flags: { rate: '200', duration: '1200ms' },
    ...BOTH_OR_ONE,
    hasObservers: false,
    checks: [ledger.replayed, connections.openedAgain, connections.lostInCut, ledger.sums],
  },
  {
    name: 'connections taken up again',
    faults: ['cut=30%@300ms', 'recover'],
    flags: { rate: '200', duration: '1200ms' },
    ...BOTH_OR_FOUR,
    hasObservers: false,
    checks: [connections.connectionsCut, connections.openedAgain, connections.lostInCut, ledger.recovered, ledger.sums],
  },
  {
    name: 'half of the people cut and back',
    faults: [],
    flags: STORM,
    ...BOTH_OR_FOUR,
    hasObservers: false,
    checks: [connections.everybodyBack, connections.missedInStorm, ledger.sums],
  },
  {
    name: 'half of the people cut, and taken up again',
    faults: ['recover'],
    flags: STORM,
    ...FULL_ONLY,
    hasObservers: false,
    checks: [connections.everybodyBack, connections.recoveredAfterStorm, ledger.sums],
  },
  {
    name: 'people who leave and come back',
    faults: [],
    flags: { rate: '300', duration: '2s', sessions: '400ms-900ms:150ms-300ms' },
    ...FULL_ONLY,
    hasObservers: false,
    checks: [connections.missedBySessions, ledger.sums],
  },
  {
    name: 'messages that cost the connection',
    faults: ['close=1/23'],
    flags: { rate: '200', duration: '1200ms' },
    ...BOTH_OR_ONE,
    hasObservers: false,
    checks: [connections.connectionsCut, connections.lostInCut, ledger.sums],
  },
  {
    name: 'server killed',
    faults: [],
    flags: { rate: '500' },
    ...BOTH_OR_ONE,
    hasObservers: false,
    killAfterMs: 300,
    checks: [connections.connectionsBroken, connections.messagesOfBrokenRun, ledger.sums],
  },
  {
    name: 'people refused',
    faults: ['refuse-signup=1/13', 'refuse-connect=1/11'],
    flags: { duration: '300ms' },
    ...BOTH_OR_ONE,
    hasObservers: false,
    checks: [connections.signupsRefused, connections.connectsRefused, connections.allOpened],
  },
  {
    name: 'users and messages forgotten',
    faults: ['forget-user=1/9', 'forget-message=1/20'],
    flags: { audit: true, auditWait: '0s' },
    ...BOTH_OR_ONE,
    hasObservers: false,
    checks: [connections.forgotten, ledger.lost],
  },
  {
    name: 'messages stored late',
    faults: ['store-late=900ms'],
    flags: { audit: true, auditWait: '2s' },
    ...BOTH_OR_FOUR,
    hasObservers: false,
    checks: [connections.storedLate, ledger.lost],
  },
];
