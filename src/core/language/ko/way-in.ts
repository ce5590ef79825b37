import type { WAY_IN } from '../en/way-in.js';
import { translationOf } from '../translation.js';

export const KOREAN_WAY_IN = translationOf<typeof WAY_IN>()({
  'way.tls-there': '{origin}은(는) TLS를 쓰는데 대상은 http로 되어 있습니다.',
  'way.use-target': '--target {target}을(를) 쓰세요',
  'way.not-let-in': '{origin}이(가) {path}에서 이 클라이언트를 들여보내지 않습니다: {why}.',
  'way.log-in':
    '로그인하지 않은 클라이언트에게 하는 답입니다. 먼저 로그인하거나(다이얼렉트의 http.login), 브라우저처럼 보내게 하세요: socket.headers(Origin, Authorization, Cookie)와 socket.query.',
  'way.proxy': '{origin}은(는) 채팅 서버에 닿지 못하는 프록시입니다: {why}.',
  'way.proxy.hint': '그 뒤의 서버가 실행 중이고, 프록시가 찾는 곳에 있나요?',
  'way.no-upgrade': '{origin}이(가) {path}에서 WebSocket을 열지 않습니다: {why}.',
  'way.let-upgrades-pass':
    '중간의 프록시가 업그레이드를 없앱니다. 통과시키세요. nginx: proxy_http_version 1.1, proxy_set_header Upgrade $http_upgrade, proxy_set_header Connection "upgrade"; apache: mod_proxy_wstunnel; 로드 밸런서: WebSocket 설정.',
  'way.full': '{origin}이(가) 지금은 아무도 들여보내지 않습니다: {why}.',
  'way.full.hint':
    '가득 찼거나, 일정 시간에 들어올 수 있는 수를 제한하나요? 사용자를 줄이거나 제한을 올려 다시 해 보세요.',
  'way.other': '{origin}에서 무언가가 응답하지만 {path}에 있는 것은 Socket.IO 서버가 아닙니다: {why}.',
  'way.other.hint':
    '{origin}에 있는 것이 채팅 서버인지, 그 소켓 경로가 {path}(다이얼렉트 "{dialect}"의 socket.path)인지 확인하세요.',
  'way.silent': '{origin}이(가) 연결은 받고 응답하지 않습니다: {why}.',
  'way.silent.hint':
    '서버가 멈췄거나 과부하인가요, 아니면 프록시가 요청을 붙잡고 있나요? 기다리는 시간은 시나리오의 limits.connectTimeout입니다.',
  'way.polling': '{where}의 Socket.IO 서버는 폴링만 받습니다: {why}.',
  'way.offer-sockets':
    '핸드셰이크가 WebSocket을 제안하지 않으니 프록시 탓이 아니며, 이 도구는 다른 것을 쓰지 않습니다. 서버의 transports 옵션에서 "websocket"을 허용하세요. 라이브러리가 필요하면 설치하세요. 스레드를 쓰는 Flask-SocketIO와 python-socketio에는 simple-websocket이 필요합니다.',
  'way.no-socket-through': '{where}의 Socket.IO 서버는 응답하지만 WebSocket이 닿지 않습니다: {why}.',
  'way.refused': '{where}의 Socket.IO 서버가 WebSocket을 거부합니다: {why}.',
  'way.transport-unknown':
    'WebSocket을 받지 않는데 이 도구는 다른 것을 쓰지 않습니다. 서버의 transports 옵션에서 "websocket"을 허용하세요.',
  'way.version':
    '다이얼렉트에 적힌 Engine.IO 버전을 쓰지 않습니다. socket.engine을 빼거나 서버에서 allowEIO3을 켜세요.',
  'way.not-sticky':
    '스티키 세션이 아닌 로드 밸런서 뒤에 서버가 여러 대 있습니다. 한 클라이언트를 매번 같은 서버로 보내야 합니다.',
  'way.why': '{what} ({kind})',
  'tls.trust':
    '--ca로 그 인증 기관의 PEM 인증서를 신뢰하게 하세요(또는 NODE_EXTRA_CA_CERTS). --insecure는 어떤 인증서든 받아들이며, 자기 서버를 테스트할 때만 쓰세요.',
  'tls.self-signed': '{host}의 인증서는 자체 서명이며, 이 컴퓨터가 신뢰하는 누구도 보증하지 않습니다.',
  'tls.untrusted': '{host}의 인증서는 이 컴퓨터가 신뢰하지 않는 인증 기관의 것입니다: {why}.',
  'tls.untrusted.hint': '{trust} 공인 인증 기관이라면 서버가 중간 인증서를 빠뜨린 것입니다.',
  'tls.expired': '{host}의 인증서가 만료되었습니다.',
  'tls.expired.hint': '서버에서 갱신하세요. 자기 서버를 테스트한다면 --insecure로 그대로 받아들일 수 있습니다.',
  'tls.not-yet': '{host}의 인증서가 아직 유효하지 않습니다.',
  'tls.not-yet.hint': '이 컴퓨터와 인증서를 만든 컴퓨터의 시계가 맞나요?',
  'tls.other-name': '{host}이(가) 보인 인증서는 다른 이름의 것입니다: {why}.',
  'tls.other-name.hint':
    '--target에 인증서의 이름을 쓰고 DNS에 없으면 hosts 파일에 넣거나, 서버에 이 이름의 인증서를 주세요.',
  'tls.not-spoken': '{host}은(는) TLS를 쓰지 않는데 대상은 https로 되어 있습니다.',
  'tls.version': '{host}이(가) 이 컴퓨터가 받아들이는 TLS 버전을 쓰지 않습니다.',
  'tls.version.hint': 'TLS 1.2나 1.3을 쓰게 하세요.',
  'tls.client': '{host}이(가) 클라이언트 인증서를 원하지만, 이 도구는 보내지 않습니다.',
  'tls.client.hint': '그것을 요구하는 프록시 뒤에서 테스트하세요.',
  'tls.other': '{host}와(과)의 TLS가 실패했습니다: {why} ({kind}).',
  'tls.other.hint': 'openssl s_client -connect로 서버가 제안하는 것을 볼 수 있습니다.',
  'phase.nobody.register': '아무도 가입하지 못했습니다',
  'phase.nobody.login': '아무도 로그인하지 못했습니다',
  'phase.nobody.rooms': '방을 하나도 만들지 못했습니다',
  'phase.nobody.connect': '아무도 연결하지 못했습니다',
  'phase.nobody.join': '사용자 두 명이 들어간 방이 없습니다',
  'phase.hint.register': '이 서버가 맞나요? 다이얼렉트의 http.register가 이 서버의 가입과 맞나요? --dialect를 보세요.',
  'phase.hint.login': '다이얼렉트의 http.login이 서버의 로그인과 맞고, 응답에 가져올 값이 있나요?',
  'phase.hint.rooms': '다이얼렉트의 http.createRoom이 인증까지 포함해 서버의 API와 맞나요?',
  'phase.hint.connect':
    '서버가 WebSocket에서 이 사용자들의 자격 증명을 받아들이나요? 다이얼렉트의 socket.query와 socket.auth를 확인하세요.',
  'phase.hint.join': '다이얼렉트의 events.join과 events.joined가 서버의 이벤트 이름과 맞나요?',
  'phase.nobody': '{what}.',
  'phase.nobody.why': '{what}: {example} ({kind}, {count}번).',
  'phase.before': '그 전에 실패한 것: {phases:semicolons}.',
  'phase.before.one': '{phase}: {reasons:commas}',
  'phase.reason': '{example} ({kind}, {count}번)',
  'phase.meanwhile': '그동안 온 것: {came}.',
  'phase.first': '처음 실패한 {phase} 단계가 나머지의 원인일 수 있습니다. {advice}',
  'phase.limited':
    '서버가 요청 빈도를 제한합니다. 다이얼렉트를 거기에 맞추거나(http.rate: 5/s), 테스트 동안 제한을 올리세요.',
  'phase.timeout':
    '응답은 {time:time}까지 걸릴 수 있습니다(limits.httpTimeout). 그것을 올리거나 limits.httpConcurrency({concurrency}){batch}를 낮추세요. 비밀번호를 해시하는 서버는 사용자마다 시간이 걸립니다.',
  'phase.timeout.batch': ', 다이얼렉트의 http.{phase}.batch.size({size})',
  'phase.too-large':
    '서버는 {most:count}바이트보다 큰 메시지를 받지 않는데(핸드셰이크의 maxPayload, 설정의 maxHttpBufferSize), 이번 실행의 가장 큰 메시지는 {size:count}바이트입니다. 보내면 서버가 그 연결을 닫습니다.',
  'phase.too-large.hint': '서버의 maxHttpBufferSize를 올리거나 텍스트가 더 짧은 테마를 쓰세요(--theme).',
});
