import { Agent as PlainAgent } from 'node:http';
import { type AgentOptions, Agent as SecureAgent } from 'node:https';
import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { toOperationError } from '../core/operation-error.js';
import type { DialGuard } from './dial-guard.js';

/**
 * An agent for what speaks through `node:http` and `node:https`: each connection is opened only if the guard lets it, and a
 * request to a host that is not allowed fails with an OperationError.
 * @param protocol `http:` or `https:`
 * @param options certificates and the like
 */
export function guardedAgent(guard: DialGuard, protocol: string, options: AgentOptions): PlainAgent {
  const agent = protocol === 'https:' ? new SecureAgent(options) : new PlainAgent(options);
  const connect = agent.createConnection.bind(agent);
  agent.createConnection = (target, callback): Duplex | null | undefined => {
    try {
      return connect({ ...target, ...guard.admit(target.host ?? '') }, callback);
    } catch (thrown) {
      // The second argument is for the types alone: beside an error it is not read.
      callback?.(toOperationError(thrown), new Socket());
      return undefined;
    }
  };
  return agent;
}
