import type { OwnPhaseName } from '../../../core/phases.js';
import { logIn, register } from './accounts.js';
import { audit } from './audit.js';
import { connect, disconnect, join } from './connections.js';
import { drain } from './drain.js';
import type { Phase } from './phase.js';
import { rooms } from './rooms.js';

/** What a worker does in every phase but the flood; their order stands in `core/phases.ts`. */
export const WORKER_PHASES: Readonly<Record<OwnPhaseName, Phase>> = {
  register,
  login: logIn,
  rooms,
  connect,
  join,
  drain,
  audit,
  disconnect,
};
