import type { PhaseName } from '../../../metrics/phases.js';
import { logIn, register } from './accounts.js';
import { audit } from './audit.js';
import { connect, disconnect, join } from './connections.js';
import { drain } from './drain.js';
import type { Phase } from './phase.js';
import { rooms } from './rooms.js';

/** Every phase but the flood, which begins at the same instant in all workers and is told so. */
const ALL: readonly Phase[] = [register, logIn, rooms, connect, join, drain, audit, disconnect];

/** The phase of a name; undefined for those that a worker does not perform. */
export function phaseNamed(name: PhaseName): Phase | undefined {
  return ALL.find((phase) => phase.name === name);
}
