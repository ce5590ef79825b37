import { readBounded } from '../../core/bounded-text.js';

/** Whom a process runs as. */
export interface ProcessOwner {
  readonly uid: number;
  readonly gid: number;
}

const MOST_BYTES = 1_048_576;
/** Those who may run a server that refuses root, the likeliest first. */
const UNPRIVILEGED = ['postgres', 'nobody'];
/** What the name `nobody` stands for nearly everywhere. */
const NOBODY: ProcessOwner = { uid: 65_534, gid: 65_534 };

/** As whom servers are started that refuse to run as root: as we are, and where we are root, as somebody without rights. */
export async function ownerOfParts(): Promise<ProcessOwner | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const accounts = await readBounded('/etc/passwd', MOST_BYTES).catch(() => '');
  return ownerIn(accounts);
}

/** @param accounts as `/etc/passwd` has them: `name:password:uid:gid:…` */
export function ownerIn(accounts: string): ProcessOwner {
  const rows = accounts.split('\n').map((line) => line.split(':'));
  for (const name of UNPRIVILEGED) {
    const [, , uid, gid] = rows.find((row) => row[0] === name) ?? [];
    const owner = { uid: Number(uid), gid: Number(gid) };
    if (Number.isInteger(owner.uid) && owner.uid > 0 && Number.isInteger(owner.gid)) return owner;
  }
  return NOBODY;
}
