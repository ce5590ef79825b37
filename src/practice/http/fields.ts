import { isJsonObject } from '../../core/json.js';

/** A user name with its password, as signups and logins carry it. */
export interface Credentials {
  readonly username: string;
  readonly password: string;
}

/** The field of a body, whatever the body is. */
export function fieldOf(body: unknown, name: string): unknown {
  return isJsonObject(body) ? body[name] : undefined;
}

/** The credentials in a body; undefined when one is missing, empty or no text. */
export function credentialsIn(body: unknown): Credentials | undefined {
  const username = fieldOf(body, 'username');
  const password = fieldOf(body, 'password');
  if (typeof username !== 'string' || typeof password !== 'string' || username === '' || password === '')
    return undefined;
  return { username, password };
}

/** All credentials under `users`; undefined when there are none or one of them is incomplete. */
export function credentialListIn(body: unknown): Credentials[] | undefined {
  const users = fieldOf(body, 'users');
  if (!Array.isArray(users) || users.length === 0) return undefined;
  const complete = users.map(credentialsIn).filter((user) => user !== undefined);
  return complete.length === users.length ? complete : undefined;
}

/** The user names under `participants`, none where the field is missing; undefined when it is no list of names. */
export function participantsIn(body: unknown): string[] | undefined {
  const participants = fieldOf(body, 'participants') ?? [];
  if (!Array.isArray(participants)) return undefined;
  const names = participants.filter((name) => typeof name === 'string' && name !== '');
  return names.length === participants.length ? names : undefined;
}
