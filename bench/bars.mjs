/*
 * What the product is held to. Each bar reads the medians of the cases; one whose measurement did not take place is left out.
 * Ratios are within one sitting, since the same program differs by a third from hour to hour on many machines.
 */

const OURS = 'newyear-load';
const PEERS = ['socket.io-client', 'artillery', 'k6', 'tsung'];

const atMost = (limit, unit = '') => ({
  holds: (value) => value <= limit,
  text: `≤ ${limit.toLocaleString('en')}${unit}`,
});
const atLeast = (limit, unit = '') => ({
  holds: (value) => value >= limit,
  text: `≥ ${limit.toLocaleString('en')}${unit}`,
});

const ours = (id, key) => (medians) => medians[id]?.[OURS]?.[key];
const ratio = (id, other) => (medians) => {
  const [mine, theirs] = [medians[id]?.[OURS]?.cpuUs, medians[id]?.[other]?.cpuUs];
  return mine === undefined || theirs === undefined ? undefined : mine / theirs;
};
/** Against the cheapest of the peers that took part. */
const worstPeerRatio = (id) => (medians) => {
  const ratios = PEERS.map((peer) => ratio(id, peer)(medians)).filter((value) => value !== undefined);
  return ratios.length === 0 ? undefined : Math.max(...ratios);
};

export const BARS = [
  { what: 'round trips/s that one core can do', limit: atLeast(95_000), of: ours('round-trips', 'perCore'), digits: 0 },
  { what: 'CPU of a round trip ÷ that of the program in C', limit: atMost(1.7), of: ratio('round-trips', 'blast') },
  { what: 'CPU of a delivery, fan-out of 100', limit: atMost(0.35, ' µs'), of: ours('fan-out', 'cpuUs') },
  { what: 'CPU of a message sent, ten a turn', limit: atMost(1.3, ' µs'), of: ours('send-only', 'cpuUs') },
  {
    what: 'real server, as fast as it goes: CPU ÷ that of `socket.io-client`',
    limit: atMost(1.1),
    of: ratio('real-alone', 'socket.io-client'),
  },
  {
    what: 'real server, as fast as it goes: messages/s that it is brought to ÷ by the best of `ws` and `socket.io-client`',
    limit: atLeast(0.99),
    of: (medians) => {
      const [mine, ...theirs] = [OURS, 'ws', 'socket.io-client'].map(
        (name) => medians['real-alone']?.[name]?.perSecond,
      );
      return mine === undefined || theirs.includes(undefined) ? undefined : mine / Math.max(...theirs);
    },
  },
  { what: 'real server, rooms of ten: CPU ÷ that of `ws`', limit: atMost(0.65), of: ratio('real-rooms', 'ws') },
  {
    what: 'real server, rooms of ten: CPU ÷ that of the cheapest peer',
    limit: { holds: (value) => value < 1, text: '< 1' },
    of: worstPeerRatio('real-rooms'),
  },
  {
    what: 'connections that one core can open a second',
    limit: atLeast(5000),
    of: (medians) => {
      const cpuUs = ours('open', 'cpuUs')(medians);
      return cpuUs === undefined ? undefined : 1e6 / cpuUs;
    },
    digits: 0,
  },
  { what: 'memory of an idle connection', limit: atMost(9, ' KiB'), of: ours('open', 'kibEach'), digits: 1 },
  {
    what: 'memory with 10,000 connections',
    limit: atMost(250, ' MiB'),
    of: ours('ten-thousand', 'peakMib'),
    digits: 0,
  },
  { what: 'slip p99 at 5,000 messages/s', limit: atMost(0.6, ' ms'), of: ours('slip-5000', 'slipBeyondGridMs') },
  { what: 'slip p99 at 50,000 messages/s', limit: atMost(1, ' ms'), of: ours('slip-50000', 'slipBeyondGridMs') },
  {
    what: 'CPU of a message over 5,000 connections ÷ over 10',
    limit: { holds: (value) => Math.abs(value - 1) <= 0.25, text: '0.75 – 1.25' },
    of: (medians) => {
      const [many, few] = [ours('connections-5000', 'cpuUs')(medians), ours('connections-10', 'cpuUs')(medians)];
      return many === undefined || few === undefined ? undefined : many / few;
    },
  },
  ...[100, 1000, 5000].map((rate) => ({
    what: `echo above service at ${rate.toLocaleString('en')} messages/s, p50`,
    limit: atMost(0.15, ' ms'),
    of: ours(`pace-${rate}`, 'aboveServiceMs'),
  })),
  ...[100, 1000, 5000].map((rate) => ({
    what: `slip p99 on a quick server at ${rate.toLocaleString('en')} messages/s`,
    limit: atMost(0.6, ' ms'),
    of: ours(`pace-${rate}`, 'slipMs'),
  })),
  { what: 'share of a core at 100 messages/s', limit: atMost(0.02), of: ours('pace-100', 'busy'), digits: 3 },
  { what: 'start to first packet', limit: atMost(250, ' ms'), of: ours('start', 'firstPacketMs'), digits: 0 },
  { what: '`--help` ÷ `node -e 0`', limit: atMost(1.4), of: ours('start', 'helpRatio') },
  { what: 'a whole plan ÷ `node -e 0`', limit: atMost(2.6), of: ours('start', 'planRatio') },
];

/** Every bar that could be measured, with its value and whether it holds. */
export function judge(medians) {
  return BARS.map(({ what, limit, of, digits = 2 }) => ({
    what,
    limit: limit.text,
    digits,
    value: of(medians),
    limitOf: limit,
  }))
    .filter(({ value }) => value !== undefined && Number.isFinite(value))
    .map(({ limitOf, ...bar }) => ({ ...bar, passed: limitOf.holds(bar.value) }));
}
