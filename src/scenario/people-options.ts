import { MOST_STORMS } from '../core/storms.js';
import { BOTH, option, RUN } from './option-spec.js';
import { arrivalRate, readRate, textLengths } from './parsers.js';
import { sessionsText } from './session-texts.js';
import { slowReadersText } from './slow-reader-texts.js';
import { stormText } from './storm-texts.js';

/** Options of what people do, in the order of their help. */
export const PEOPLE_OPTIONS = {
  arrive: option({
    flag: '--arrive',
    argument: '<n/s|overlapped>',
    key: 'arrive',
    help: 'Users come one by one, 100/s, each from sign-up to its rooms beside the others; overlapped: as fast as limits allow',
    commands: BOTH,
    scope: 'plan',
    parse: arrivalRate,
  }),
  textBytes: option({
    flag: '--text-bytes',
    argument: '<n|a-b>',
    key: 'text',
    help: "Fill the theme's texts to lengths drawn at random: 20-2000",
    commands: RUN,
    scope: 'plan',
    parse: textLengths,
  }),
  storm: option({
    flag: '--storm',
    argument: '<time:share:offline>',
    repeatable: true,
    most: MOST_STORMS,
    key: 'storms',
    help: 'A part of the users loses its connections and comes back: 20s:50%:2s; :close and :backoff may follow',
    commands: BOTH,
    scope: 'plan',
    parse: stormText,
  }),
  sessions: option({
    flag: '--sessions',
    argument: '<stay:away>',
    key: 'sessions',
    help: 'Users leave and come back again and again: 30s-5m:1s-10s, each time drawn anew',
    commands: BOTH,
    scope: 'plan',
    parse: sessionsText,
  }),
  slowReaders: option({
    flag: '--slow-readers',
    argument: '<share>',
    key: 'slowReaders',
    help: 'A part of the users stops reading, and goes on to send: 5%, from a quarter of the run on for half of it, or 5%:10s:20s',
    commands: RUN,
    scope: 'plan',
    parse: slowReadersText,
  }),
  readRate: option({
    flag: '--read-rate',
    argument: '<n>',
    key: 'readRate',
    help: 'Reads per second of the whole run beside the messages, by http.read of the dialect; tells how far answers are behind',
    commands: RUN,
    scope: 'plan',
    parse: readRate,
  }),
};
