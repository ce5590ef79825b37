import type { LookupFunction } from 'node:net';
import { isIP } from 'node:net';

/** A system in which every name leads to these addresses, and nowhere when there are none. */
export function namesLeadTo(...addresses: readonly string[]): LookupFunction {
  return (name, { all }, callback) => {
    const [first] = addresses;
    const found = addresses.map((address) => ({ address, family: isIP(address) }));
    if (first === undefined) callback(Object.assign(new Error(`no ${name}`), { code: 'ENOTFOUND' }), '', 0);
    else if (all === true) callback(null, found);
    else callback(null, first, isIP(first));
  };
}
