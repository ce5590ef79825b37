import type { CAME } from '../en/came.js';
import { translationOf } from '../translation.js';

export const KOREAN_CAME = translationOf<typeof CAME>()({
  'came.nothing-flooded':
    '본 부하를 보내지 않았습니다. 첫 메시지 {count:count}건 중 알아볼 수 있게 돌아온 것이 없습니다. {came}',
  'came.nothing-back': '아무것도 돌아오지 않았습니다.',
  'came.instead': '대신 온 것: {came}.',
  'came.see-each-step':
    '같은 --target과 --dialect로 `npx newyear-load dialect check`를 실행하면 단계마다 보낸 것과 온 것을 볼 수 있습니다.',
  'came.event.none': '{name} {times}: {sample}',
  'came.refusal.none': '{name} {times}, 거부로 보임: {sample}',
  'came.event.marked': '{name} {times}, 우리 표시가 있음: {sample}',
  'came.refusal.marked': '{name} {times}, 우리 표시가 있음, 거부로 보임: {sample}',
  'came.event.marked-some': '{name} {times}, 그중 {part:count}번은 우리 표시가 있음: {sample}',
  'came.refusal.marked-some': '{name} {times}, 그중 {part:count}번은 우리 표시가 있음, 거부로 보임: {sample}',
  'came.event.damaged': '{name} {times}, 우리 텍스트가 바뀌어 있음: {sample}',
  'came.refusal.damaged': '{name} {times}, 우리 텍스트가 바뀌어 있음, 거부로 보임: {sample}',
  'came.event.damaged-some': '{name} {times}, 그중 {part:count}번은 우리 텍스트가 바뀌어 있음: {sample}',
  'came.refusal.damaged-some': '{name} {times}, 그중 {part:count}번은 우리 텍스트가 바뀌어 있음, 거부로 보임: {sample}',
  'came.once': '한 번',
  'came.times': '{count:count}번',
  'came.ended': '연결 {count:count}개가 끝남: {example}',
  'came.change.text':
    '{name} 이벤트가 우리 표시와 함께 {times} 왔지만 `receive.text`가 가리키는 {text}에 있지 않습니다. events.receive.text를 바꾸거나 빼세요.',
  'came.change.receive':
    '{name} 이벤트가 우리 표시와 함께 {times} 왔는데 `receive`는 {receive}입니다. events.receive를 {name}(으)로 바꾸세요.',
  'came.change.damaged':
    '서버가 텍스트를 바꾸어 표시가 남지 않습니다. 끝이나 앞의 숫자와 글자 39개도, 앞의 글자 49개도 남지 않았습니다. 적어도 테스트에서는 {name}의 텍스트를 그대로 두게 하세요.',
  'came.change.refusal':
    '{name}은(는) 거부로 보입니다. 서버가 문제 삼은 것을 바꾸세요. 먼저 events.send, events.join, 텍스트(--theme)를 살펴보세요.{marked}',
  'came.change.refusal.marked': ' 메시지가 정말 그 이벤트로 온다면 events.receive에 적으세요.',
  'came.change.ended': '서버가 대신 연결을 끝냈습니다. events.send가 서버가 기대하는 것과 맞나요?',
  'came.change.acknowledged':
    '메시지는 확인 응답을 받지만 아무에게도 이벤트가 오지 않습니다. 핸들러의 응답을 둘 중 하나로만 보내는 서버가 있습니다. events.send.ack를 빼세요. 그래도 오지 않으면 events.send의 인수와 events.join을 확인하세요.',
  'came.change.near': '`receive`는 {receive}인데 {near}이(가) 왔습니다. 그것이 메시지를 나르는 이벤트인가요?',
  'came.change.which':
    '이 이벤트 중에 메시지를 나르는 것이 있나요? 있다면 events.receive에 적으세요. 없다면 events.send와 events.join의 이벤트와 인수를 확인하세요.',
  'came.change.send':
    'events.send와 events.join이 서버가 기대하는 것과 맞나요? 이벤트 이름, 인수, 방을 확인하세요. 서버가 메시지 전에 다이얼렉트에 없는 단계를 원할 수도 있습니다.',
  'enter.no-namespace':
    '서버에 그런 네임스페이스가 없습니다. socket.namespace를 바꾸거나, 기본 네임스페이스라면 빼세요.',
  'enter.other-parser':
    '테스트에서는 서버의 parser 옵션을 빼세요. 지원하는 것은 보통 패킷과 socket.io-msgpack-parser 3 이상(Socket.IO 3, 4)입니다.',
  'enter.closed':
    '네임스페이스를 요청하자마자 서버가 연결을 닫습니다. 보통 패킷도 MessagePack도 마찬가지입니다. 자격 증명(socket.auth, socket.query)을 원하나요, 아니면 자체 파서를 쓰나요?',
  'enter.stated-parser':
    '다이얼렉트가 패킷 형식을 정해 두었는데(socket.parser) 서버가 첫 패킷에서 연결을 닫습니다. 빼면 스스로 알아냅니다.',
  'enter.not-upgraded':
    '서버가 WebSocket 자체를 거부합니다. 그때 서버가 보는 사용자 정보는 socket.headers(Origin, Authorization, Cookie), socket.query, HTTP 단계의 쿠키이고, socket.auth는 그 뒤에 갑니다.',
  'enter.ended':
    '사용자가 들어가는 동안 연결이 끝났습니다. 까닭은 서버 로그에 있을 수 있습니다. 다른 인수, 콜백(ack: true), 앞 단계(http.login, events.enter)를 원하나요?',
  'enter.step-refused':
    '서버가 입장 전 단계를 거부합니다. events.enter나 그것이 HTTP 단계에서 가져오는 것에서, 서버가 문제 삼은 것을 바꾸세요.',
  'enter.step-no-ack':
    '서버가 그 단계에 확인 응답을 보내지 않습니다. events.enter에서 ack를 빼거나, 확인해 주는 이벤트를 적으세요(confirmed).',
  'enter.join-refused':
    '서버가 입장을 거부합니다. events.join이나 그 앞 단계(HTTP, events.enter)에서, 서버가 문제 삼은 것을 바꾸세요.',
  'enter.join-late':
    '같은 입장 요청을 한 번 더 보내자 확인되었습니다. 처음에는 서버가 준비되지 않았던 것입니다. 서버가 연결되고 얼마 뒤에야 핸들러를 등록하며(`await` 뒤에 있는 `socket.on`), 그 전에 온 것은 실제 클라이언트의 것이라도 말없이 버립니다. 핸들러를 먼저 등록하게 하세요. 준비되었음을 서버가 이벤트로 알린다면 그 이벤트를 events.ready에 적으세요.',
  'enter.join-no-ack':
    '`events.join.ack`가 기다리는 확인 응답이 오지 않았습니다. 서버가 보내지 않는다면 빼거나, 입장을 확인해 주는 이벤트를 events.joined에 적으세요.',
  'enter.other-ack':
    '`events.join.ack`는 `{path}`에 {what} 값이 있는 것을 승낙으로 봅니다. 그 확인 응답이 승낙이라면 events.join.ack를, 거부라면 서버가 문제 삼은 것을 바꾸세요.',
  'enter.something': '아무',
  'enter.waits.near':
    '`{key}`이(가) 기다리는 {name}은(는) 오지 않았고, {came}이(가) {times} 왔습니다. {key}를 {came}(으)로 바꾸세요.',
  'enter.waits': '`{key}`이(가) 기다리는 {name}이(가) 오지 않았습니다. 서버가 그 이벤트로 확인해 주나요?',
  'enter.refusal': '{name}은(는) 거부로 보입니다. 서버가 문제 삼은 것을 바꾸세요.',
  'status.400':
    '서버가 받은 것을 이해하지 못합니다. {step}.body(폼을 받는 서버라면 {step}.form)를 서버가 원하는 것으로 바꾸세요.',
  'status.401':
    '서버가 자격 증명을 받아들이지 않습니다. {step}.body나 {step}.headers를 바꾸세요. 다이얼렉트가 가입시키거나 계정을 지정하지 않으면 서버는 실행의 사용자를 모릅니다.',
  'status.403':
    '서버가 이 사용자에게 허락하지 않습니다. {step}.headers에 서버가 원하는 것(토큰, 쿠키, Origin)이 있나요?',
  'status.404': '이 경로에는 아무것도 없습니다. {step}.path를 바꾸세요.',
  'status.405': '이 경로의 메서드가 다릅니다. {step}.method를 바꾸세요.',
  'status.409': '서버에 이미 있습니다. {step}이(가) 새로 만들어야 하는 것의 이름에 {user}이나 {room}이 들어 있나요?',
  'status.415':
    '서버가 다른 종류의 본문을 받습니다. {step}.body 대신 {step}.form을 쓰거나, {step}.headers에 형식을 적으세요.',
  'status.422': '서버가 받은 것을 받아들이지 않습니다. {step}.body를 서버가 원하는 필드로 바꾸세요.',
  'status.429': '서버가 요청 빈도를 제한합니다. 다이얼렉트를 거기에 맞추세요(http.rate: 5/s).',
  'status.5xx': '서버 자신이 실패했습니다. 까닭은 서버 로그에 있습니다.',
});
