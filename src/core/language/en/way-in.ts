/** Why nobody gets into the target’s chat, and what to do about it. */
export const WAY_IN = {
  'way.tls-there': '{origin} speaks TLS, and the target says http.',
  'way.use-target': 'Use --target {target}',
  'way.not-let-in': '{origin} does not let this client in at {path}: {why}.',
  'way.log-in':
    'That is what it says to a client that has not logged in. Log in first (http.login of the dialect), or let the client say what a browser would: socket.headers (Origin, Authorization, Cookie) and socket.query.',
  'way.proxy': '{origin} is a proxy that does not reach the chat server: {why}.',
  'way.proxy.hint': 'Is the server behind it running, and where the proxy looks for it?',
  'way.no-upgrade': '{origin} opens no WebSocket at {path}: {why}.',
  'way.let-upgrades-pass':
    'A proxy on the way takes the upgrade away. Let it pass: in nginx proxy_http_version 1.1, proxy_set_header Upgrade $http_upgrade and proxy_set_header Connection "upgrade"; in apache mod_proxy_wstunnel; in a load balancer its setting for WebSockets.',
  'way.full': '{origin} takes nobody in just now: {why}.',
  'way.full.hint':
    'Is it full, or does it limit how many may come in a time? Try again, with fewer users or a higher limit.',
  'way.other': 'Something answers at {origin}, but it is no Socket.IO server at {path}: {why}.',
  'way.other.hint':
    'Is the chat server the one at {origin}, and is {path} its socket path (socket.path of the dialect "{dialect}")?',
  'way.silent': '{origin} accepts connections and does not answer: {why}.',
  'way.silent.hint':
    'Is the server stopped or overloaded, or does a proxy hold requests back? limits.connectTimeout of a scenario says how long is waited.',
  'way.polling': 'The Socket.IO server at {where} takes polling alone: {why}.',
  'way.offer-sockets':
    'Its handshake offers no WebSocket, so no proxy is to blame, and this tool speaks nothing else. Allow "websocket" in the option transports of the server; where a library has to bring it, install that: with Flask-SocketIO and python-socketio in threads it is simple-websocket.',
  'way.no-socket-through': 'The Socket.IO server at {where} answers, but no WebSocket gets through to it: {why}.',
  'way.refused': 'The Socket.IO server at {where} refuses the WebSocket: {why}.',
  'way.transport-unknown':
    'It takes no WebSockets, and this tool speaks nothing else: allow "websocket" in the option transports of the server.',
  'way.version':
    'It does not speak the version of Engine.IO that the dialect states: leave socket.engine out, or set allowEIO3 on the server.',
  'way.not-sticky':
    'Several servers stand behind a balancer that is not sticky: it must send a client to the same one each time.',
  'way.why': '{what} ({kind})',
  'tls.trust':
    'Trust it with --ca and the certificate of its authority in PEM (or NODE_EXTRA_CA_CERTS). --insecure takes any certificate, and is for tests of your own servers alone.',
  'tls.self-signed':
    'The certificate of {host} is signed by itself, and nobody that this machine trusts vouches for it.',
  'tls.untrusted': 'The certificate of {host} comes from an authority that this machine does not trust: {why}.',
  'tls.untrusted.hint': '{trust} Where the authority is a public one, the server leaves out the certificates between.',
  'tls.expired': 'The certificate of {host} has expired.',
  'tls.expired.hint': 'Renew it on the server; --insecure takes it as it is, for a test of your own servers.',
  'tls.not-yet': 'The certificate of {host} is not valid yet.',
  'tls.not-yet.hint': 'Are the clocks of this machine and of the one that made it right?',
  'tls.other-name': 'The certificate that {host} shows is for another name: {why}.',
  'tls.other-name.hint':
    'Name the server in --target as its certificate does, with an entry in the hosts file where DNS does not know it, or give it a certificate for this name.',
  'tls.not-spoken': '{host} does not speak TLS, and the target says https.',
  'tls.version': '{host} speaks no version of TLS that this machine takes.',
  'tls.version.hint': 'Let it speak TLS 1.2 or 1.3.',
  'tls.client': '{host} wants a certificate of the client, which this tool does not send.',
  'tls.client.hint': 'Test it from behind the proxy that asks for it.',
  'tls.other': 'TLS with {host} failed: {why} ({kind}).',
  'tls.other.hint': 'openssl s_client -connect shows what the server offers.',
  'phase.nobody.register': 'Nobody could register',
  'phase.nobody.login': 'Nobody could log in',
  'phase.nobody.rooms': 'No room could be created',
  'phase.nobody.connect': 'Nobody could connect',
  'phase.nobody.join': 'No room was joined by two users',
  'phase.hint.register':
    'Is this the right server, and does the dialect’s http.register describe its signup? See --dialect.',
  'phase.hint.login':
    'Does the dialect’s http.login describe the server’s login, and does its answer hold what is captured?',
  'phase.hint.rooms': 'Does the dialect’s http.createRoom describe the server’s API, its authorisation included?',
  'phase.hint.connect':
    'Does the server accept these users’ credentials on its WebSocket? Check socket.query and socket.auth of the dialect.',
  'phase.hint.join': 'Do the dialect’s events.join and events.joined name the server’s events?',
  'phase.nobody': '{what}.',
  'phase.nobody.why': '{what}: {example} ({kind}, {count} times).',
  'phase.before': 'Before that failed {phases:semicolons}.',
  'phase.before.one': '{phase}: {reasons:commas}',
  'phase.reason': '{example} ({kind}, {count} times)',
  'phase.meanwhile': 'Meanwhile came {came}.',
  'phase.first': 'What failed first, in the phase {phase}, may be the reason for the rest. {advice}',
  'phase.limited':
    'The server limits how often it may be asked: let the dialect keep to that (http.rate: 5/s), or raise the limit for the test.',
  'phase.timeout':
    'An answer may take {time:time} (limits.httpTimeout): raise that, or lower limits.httpConcurrency ({concurrency}){batch}; a server that hashes passwords takes its time for each user.',
  'phase.timeout.batch': ', http.{phase}.batch.size of the dialect ({size})',
  'phase.too-large':
    'The server takes no message above {most:count} bytes (maxPayload in its handshake, maxHttpBufferSize in its settings), and the largest of this run has {size:count}: it would close the connection of whoever sends it.',
  'phase.too-large.hint': 'Raise the server’s maxHttpBufferSize, or take a theme with shorter texts; see --theme.',
} as const;
