import type { AccountFaults } from '../faults/accounts.js';
import { Accounts } from './accounts.js';
import { openStorage, type StorageOrder } from './open-storage.js';
import { RoomStore } from './rooms.js';
import type { ChatStorage } from './storage.js';
import { createTokens, type Tokens } from './tokens.js';

/** What a server knows, on the storage that keeps it. */
export interface Stores {
  readonly storage: ChatStorage;
  readonly rooms: RoomStore;
  readonly tokens: Tokens;
  readonly accounts: Accounts;
}

/**
 * Opens a storage, and all that a server knows by it.
 * @param order what is kept where, and scrypt's N for passwords
 * @param between puts something between a server and the storage
 * @throws StartError when its folder or its database cannot be used, or a package is missing
 */
export async function openStores(
  order: StorageOrder & { readonly hashCost: number },
  faults: AccountFaults,
  between: (storage: ChatStorage) => ChatStorage,
): Promise<Stores> {
  const storage = between(await openStorage(order));
  return {
    storage,
    rooms: new RoomStore(storage),
    tokens: createTokens(storage.tokenKey),
    accounts: new Accounts(storage.users, order.hashCost, faults),
  };
}
