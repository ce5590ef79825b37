/** What to look at, by the status of an answer. */
const BY_STATUS: Readonly<Record<string, string>> = {
  400: 'The server does not understand what it is sent: change {step}.body (or {step}.form, for a server that takes forms) to what it asks for.',
  401: 'The server does not accept the credentials: change {step}.body or {step}.headers; users of the run are new to the server unless the dialect registers them or names accounts.',
  403: 'The server does not let this user do that: does {step}.headers carry what it wants (a token, a cookie, an Origin)?',
  404: 'There is nothing at this path: change {step}.path.',
  405: 'The server has another method for this path: change {step}.method.',
  409: 'The server has this already: does {step} make something that must be new, under a name with {{user.name}} or {{room.name}} in it?',
  415: 'The server takes another kind of body: use {step}.form instead of {step}.body, or name its type in {step}.headers.',
  422: 'The server does not accept what it is sent: change {step}.body to the fields that it asks for.',
  429: 'The server limits how often it may be asked: let the dialect keep to that (http.rate: 5/s).',
};

/** What to look at when an HTTP step is answered with a status that it does not accept. @param key where the step stands in the dialect: `http.login` */
export function adviceForStatus(key: string, status: number): string | undefined {
  const failed = status >= 500 ? 'The server failed itself: its log knows why.' : undefined;
  return (BY_STATUS[String(status)] ?? failed)?.replaceAll('{step}', key);
}
