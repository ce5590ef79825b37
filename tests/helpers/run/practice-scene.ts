import type { FaultTruth } from '#dist/practice/faults/active.js';
import { parseFaults } from '#dist/practice/faults/parse.js';
import { type PracticeServer, startPracticeServer } from '#dist/practice/server.js';
import { createRoom, tokenOf } from '../wire/chat-client.js';
import { contentOf, RawClient } from '../../conformance/raw-client.js';

/** A room of three on a server with faults. */
export interface Scene {
  readonly server: PracticeServer;
  readonly token: string;
  readonly roomId: string;
  /** alice, bob and carol, who joined in this order. */
  readonly members: readonly [RawClient, RawClient, RawClient];
  /** The truth of the fault given first. */
  fault(): FaultTruth;
}

/** Plays a scene on a server of its own, which ends with it. */
export async function inRoom(faults: readonly string[], play: (scene: Scene) => Promise<void>): Promise<void> {
  const server = await startPracticeServer({ faults: parseFaults(faults) });
  try {
    const token = await tokenOf(server.url, 'alice');
    const roomId = await createRoom(server.url, token, ['bob', 'carol']);
    const member = async (auth: string): Promise<RawClient> => {
      const client = await RawClient.connect(server.url, auth);
      await client.join(roomId);
      return client;
    };
    const members = [
      await member(`token=${token}`),
      await member('username=bob'),
      await member('username=carol'),
    ] as const;
    const fault = (): FaultTruth => server.truth().faults[0] ?? { fault: '', applied: -1, byRoom: {}, users: [] };
    await play({ server, token, roomId, members, fault });
  } finally {
    await server.close();
  }
}

/** '1', '2', … `upTo`. */
export const numbers = (upTo: number): string[] => Array.from({ length: upTo }, (_, index) => String(index + 1));

/** Alice says 1, 2, … `upTo`. */
export function sayNumbers({ members: [alice], roomId }: Scene, upTo: number): void {
  for (const content of numbers(upTo)) alice.emit('send_message', { roomId, content });
}

/** What everybody has, in the order of the members, once all events so far are answered: a refused join marks the end of each stream. */
export async function heard({ members }: Scene): Promise<string[][]> {
  return Promise.all(
    members.map(async (member) => {
      member.emit('join_room', {});
      await member.packet('42["error",{"message":"Failed to join room"}]');
      return member.pending.map(contentOf).filter((content) => content !== undefined);
    }),
  );
}

/** Everything that alice's messages made has been sent before anybody else's question is answered. */
export async function settle({ members: [alice] }: Scene): Promise<void> {
  alice.emit('join_room', {});
  await alice.packet('42["error",{"message":"Failed to join room"}]');
}
