/** What codes of a close say, where it gives no reason of its own (RFC 6455, 7.4.1, and the registry of IANA). */
const MEANINGS: Readonly<Record<number, string>> = {
  1000: 'normal',
  1001: 'going away',
  1002: 'protocol error',
  1003: 'data of a kind that is not taken',
  1005: 'no code given',
  1007: 'data that is not of its kind',
  1008: 'against the rules of the server',
  1009: 'message too big',
  1011: 'error in the server',
  1012: 'service restarts',
  1013: 'try again later',
};

/** A close in words: its code with its reason, `4001 kicked`, or with what the code says, `1009, message too big`. @param code 1005 when there was none */
export function closeText(code: number, reason: string): string {
  if (reason !== '') return `${code} ${reason}`;
  const meaning = MEANINGS[code];
  return meaning === undefined ? String(code) : `${code}, ${meaning}`;
}
