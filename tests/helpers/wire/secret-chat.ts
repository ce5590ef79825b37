/** Values of the variables that {@link SECRET_CHAT} names: all that JSON, URLs, shells and templates make something of. */
export const SECRET_VARIABLES: Readonly<Record<string, string>> = {
  CHAT_API_KEY: 'sk-live-51H8x{{user.name}}"quoted"\\back',
  CHAT_QUERY_KEY: 'query key/ü&=%20#1',
  CHAT_BODY_KEY: 'body-key-$&-$1-${CHAT_API_KEY}',
};

/** A secret that is written out in {@link SECRET_CHAT}. */
export const WRITTEN_SECRET = 'written-out-4711';

/** A dialect for the echoing server, as YAML: secrets in every place that is sent. */
export const SECRET_CHAT = String.raw`
http:
  register:
    path: /signup?key=${'${CHAT_URL_KEY}'}
    headers: { X-Api-Key: "${'${CHAT_API_KEY}'}", Authorization: "Basic ${WRITTEN_SECRET}" }
    body: { name: "{{user.name}}", password: "{{user.password}}", nested: [{ key: "${'${CHAT_BODY_KEY}'}" }] }
  login:
    path: /login?api_key=${WRITTEN_SECRET}
    headers: { Cookie: "k=${'${CHAT_API_KEY}'}" }
    body: { name: "{{user.name}}", password: "{{user.password}}" }
    capture: { token: token }
  createRoom:
    path: /rooms
    headers: { Authorization: "Bearer {{user.token}} ${'${CHAT_API_KEY}'}" }
    body: { name: "{{room.name}}" }
    capture: { id: id }
socket:
  path: /${'${CHAT_PATH}'}/socket.io/
  query: { key: "${'${CHAT_QUERY_KEY}'}", token: "{{user.token}}" }
  auth: { key: "${'${CHAT_API_KEY}'}", body: ["${'${CHAT_BODY_KEY}'}"], user: "{{user.token}}" }
events:
  join: { event: join, args: ["{{room.id}}", "${'${CHAT_BODY_KEY}'}"] }
  joined: { event: joined, room: 0.room }
  send: { event: "${'${CHAT_SAY}'}", args: ["{{room.id}}", "{{message.text}}", "${'${CHAT_BODY_KEY}'}"] }
  receive: message
  error: { event: problem, message: 0.reason }
echo: true
`;

/** Every variable of {@link SECRET_CHAT}: two of them are no secrets, for they are words of the protocol. */
export const CHAT_ENVIRONMENT: Readonly<Record<string, string>> = {
  ...SECRET_VARIABLES,
  CHAT_URL_KEY: 'url-key-77',
  CHAT_PATH: 'chat',
  CHAT_SAY: 'say',
};

/** A piece of each secret that JSON, URLs and HTML leave as it is. */
const PIECES = [
  'sk-live-51H8x',
  'query key',
  'query%20key',
  'body-key-',
  'url-key-77',
  'written-out-',
  'Pw-1',
  'token-of-ny',
];

/** The pieces of secrets, of accounts' passwords and of their tokens in a text: none, wherever it is ours. */
export function secretsIn(text: string): string[] {
  return PIECES.filter((piece) => text.includes(piece));
}
