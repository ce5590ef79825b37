import { type Answer, refusal } from './answer.js';
import { type Credentials, credentialListIn, credentialsIn } from './fields.js';
import type { HttpParts, Route, RouteRequest } from './route.js';

const NAME_TAKEN = 'Username already exists';
const WRONG_CREDENTIALS = 'Invalid credentials';
const SIGNUP_FAILED = 'Failed to create user';

/** Signing up and logging in, one by one and in batches. */
export const authRoutes: readonly Route[] = [
  { method: 'POST', path: '/api/auth/signup', needsToken: false, handle: signUp },
  { method: 'POST', path: '/api/auth/login', needsToken: false, handle: logIn },
  { method: 'POST', path: '/api/auth/signup-batch', needsToken: false, handle: signUpBatch },
  { method: 'POST', path: '/api/auth/login-batch', needsToken: false, handle: logInBatch },
];

async function signUp({ body }: RouteRequest, parts: HttpParts): Promise<Answer> {
  const user = credentialsIn(body);
  if (user === undefined) return refusal(400, 'Username and password are required');
  const outcome = await parts.accounts.signUp(user.username, user.password);
  if (outcome.kind === 'exists') return refusal(409, NAME_TAKEN);
  if (outcome.kind === 'refused') return refusal(500, SIGNUP_FAILED);
  parts.counters.signups++;
  return { status: 201, body: { message: 'User created successfully', username: user.username } };
}

async function logIn({ body }: RouteRequest, parts: HttpParts): Promise<Answer> {
  const user = credentialsIn(body);
  if (user === undefined) return refusal(400, 'Username and password are required');
  const token = await tokenFor(user, parts);
  if (token === undefined) return refusal(401, WRONG_CREDENTIALS);
  return { status: 200, body: { token, username: user.username } };
}

async function signUpBatch({ body }: RouteRequest, parts: HttpParts): Promise<Answer> {
  const users = credentialListIn(body);
  if (users === undefined) return refusal(400, 'users must be a list of username and password');
  const outcomes = await Promise.all(users.map((user) => parts.accounts.signUp(user.username, user.password)));
  const created: { username: string; id: string }[] = [];
  const errors: { username: string; error: string }[] = [];
  for (const [index, { username }] of users.entries()) {
    const outcome = outcomes[index];
    if (outcome?.kind === 'created') created.push({ username, id: outcome.id });
    else errors.push({ username, error: outcome?.kind === 'exists' ? NAME_TAKEN : SIGNUP_FAILED });
  }
  parts.counters.signups += created.length;
  return { status: 201, body: { message: `${created.length} users created`, created, errors } };
}

async function logInBatch({ body }: RouteRequest, parts: HttpParts): Promise<Answer> {
  const users = credentialListIn(body);
  if (users === undefined) return refusal(400, 'users must be a list of username and password');
  const tokens = await Promise.all(users.map((user) => tokenFor(user, parts)));
  const results: { username: string; token: string }[] = [];
  const errors: { username: string; error: string }[] = [];
  for (const [index, { username }] of users.entries()) {
    const token = tokens[index];
    if (token === undefined) errors.push({ username, error: WRONG_CREDENTIALS });
    else results.push({ username, token });
  }
  return { status: 200, body: { message: `${results.length} users logged in`, results, errors } };
}

async function tokenFor(user: Credentials, parts: HttpParts): Promise<string | undefined> {
  if (!(await parts.accounts.logIn(user.username, user.password))) return undefined;
  parts.counters.logins++;
  return parts.tokens.issue(user.username);
}
