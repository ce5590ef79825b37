/** An HTTP answer with its body, as JSON where it is JSON. */
export interface HttpAnswer {
  readonly status: number;
  readonly type: string;
  readonly text: string;
  readonly json: unknown;
}

/** One request to a server under test. A body that is a string is sent as it is. */
export async function call(
  url: string,
  method: 'GET' | 'POST',
  path: string,
  options: { readonly token?: string; readonly body?: unknown } = {},
): Promise<HttpAnswer> {
  const { body, token } = options;
  const headers: Record<string, string> = {};
  if (body !== undefined) headers['content-type'] = 'application/json';
  if (token !== undefined) headers['authorization'] = `Bearer ${token}`;
  const init = body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) };
  const response = await fetch(url + path, { method, headers, ...init });
  const text = await response.text();
  const type = response.headers.get('content-type') ?? '';
  const json: unknown = type.startsWith('application/json') ? JSON.parse(text) : undefined;
  return { status: response.status, type, text, json };
}

/** Signs a user up and in, and returns the token. */
export async function tokenOf(url: string, username: string): Promise<string> {
  const body = { username, password: 'secret' };
  await call(url, 'POST', '/api/auth/signup', { body });
  const { json } = await call(url, 'POST', '/api/auth/login', { body });
  return (json as { token: string }).token;
}

/** Creates a room and returns its id. */
export async function createRoom(url: string, token: string, participants: readonly string[]): Promise<string> {
  const body = { name: 'Times Square', participants };
  const { json } = await call(url, 'POST', '/api/chatrooms', { token, body });
  return (json as { roomId: string }).roomId;
}
