import type { NOTICES } from '../en/notices.js';
import { translationOf } from '../translation.js';

export const KOREAN_NOTICES = translationOf<typeof NOTICES>()({
  'notice.room-size': '방의 멤버를 {asked} 대신 {fitted}명으로 합니다. 사용자가 {users}명이기 때문입니다',
  'notice.pairs':
    '방의 멤버를 2명으로 합니다. 다이얼렉트 "{dialect}"이(가) {place}을(를) 보내는데, 그러려면 멤버가 2명이어야 합니다',
  'notice.one-room': '모든 사용자를 한 방에 넣습니다. 다이얼렉트 "{dialect}"에는 방이 없어 모두가 모든 것을 받습니다',
  'notice.storm-no-return':
    '{at}의 재접속 폭주에서 아무도 돌아오지 않습니다. {offline} 동안 끊기는데 실행이 {duration} 만에 끝납니다',
  'notice.nobody-storm':
    '{at}의 재접속 폭주에 해당하는 사용자가 없습니다. 사용자 {users}명의 {share}은(는) 한 명이 안 됩니다',
  'notice.nobody-slow': '느린 수신자가 없습니다. 사용자 {users}명의 {share}은(는) 한 명이 안 됩니다',
  'notice.slow-to-the-end':
    '느린 수신자가 부하가 끝난 뒤에야 다시 읽습니다. {length} 동안 멈추는데 실행이 {duration} 만에 끝납니다',
  'notice.sessions-no-return':
    '나간 사용자가 돌아오지 않습니다. 적어도 {away} 동안 나가 있는데 실행이 {duration} 만에 끝납니다',
  'notice.stages-left-out': '시나리오의 스테이지 {count:count}개를 뺍니다. 탐색의 시행은 한 가지 부하를 유지합니다',
  'notice.insecure':
    '--insecure: 대상의 인증서를 확인하지 않으므로, 중간에 있는 누구든 대신 응답하고 보낸 것을 모두 읽을 수 있습니다',
  'notice.unchecked':
    '대상의 인증서를 확인하지 않았습니다(--insecure). 중간에 있는 누구든 대신 응답하고 보낸 것을 모두 읽을 수 있었습니다.',
  'notice.fixed-secrets':
    '다이얼렉트의 {places:commas}에 비밀이 그대로 적혀 있습니다. 리포트에는 {mask}(으)로 나오고 리포트만으로 다시 실행할 수 없습니다. 거기에 {name}을(를) 적고 그 환경 변수를 설정하는 편이 낫습니다',
  'notice.many-deliveries':
    '초당 전달 {rate:count}건은 Node 서버 하나가 따라갈 수 있는 양(초당 약 {most:count}건)을 넘습니다. 대기열이 길어지고 몇 초씩 늦어질 것입니다.',
  'notice.many-deliveries.peak':
    '가장 높은 속도에서 초당 전달 {rate:count}건은 Node 서버 하나가 따라갈 수 있는 양(초당 약 {most:count}건)을 넘습니다. 대기열이 길어지고 몇 초씩 늦어질 것입니다.',
  'notice.many-messages':
    '초당 메시지 {rate:count}건은 Node 서버 하나가 받을 수 있는 양(초당 약 {most:count}건)을 넘습니다.',
  'notice.many-messages.peak':
    '가장 높은 속도에서 초당 메시지 {rate:count}건은 Node 서버 하나가 받을 수 있는 양(초당 약 {most:count}건)을 넘습니다.',
  'notice.idle':
    '사용자 {users:count}명 중 {idle:count}명은 어느 방에도 없어, 연결만 한 채 쓰지도 읽지도 않습니다. --rooms를 늘리거나 --room-size all을 주면 방에 들어갑니다.',
  'notice.bcrypt':
    'bcrypt로 비밀번호를 해시하는 서버라면 사용자 {users:count}명의 가입에 코어 하나로 약 {minutes} min, 로그인에 다시 그만큼 걸립니다.',
  'notice.busy-users':
    '방에 있는 사용자 {users:count}명이 초당 메시지 {rate:count}건을 나누어 보냅니다. 한 명이 초당 {each:count}건으로, 사람이 입력하는 것보다 훨씬 많습니다.',
  'notice.busy-users.peak':
    '가장 높은 속도에서 방에 있는 사용자 {users:count}명이 초당 메시지 {rate:count}건을 나누어 보냅니다. 한 명이 초당 {each:count}건으로, 사람이 입력하는 것보다 훨씬 많습니다.',
  'notice.memory': '대상이 Node 서버라면 메모리가 약 {memory:bytes} 필요합니다.',
  'notice.socket-path':
    '서버의 소켓 경로는 {found}입니다. 다이얼렉트 "{dialect}"에는 {stated}(으)로 되어 있지만 그것을 씁니다.',
  'notice.socket-io-2':
    '서버가 Socket.IO 2(Engine.IO 3)를 써서 거기에 맞춥니다. 다이얼렉트에 socket.engine: 3을 적으면 처음부터 그렇게 합니다.',
  'notice.no-auth':
    '다이얼렉트의 socket.auth는 보내지 않습니다. Socket.IO 2의 CONNECT에는 내용이 없고, 그 클라이언트는 자격 증명을 socket.query에 넣습니다.',
  'notice.msgpack':
    '서버가 패킷을 MessagePack으로 써서 거기에 맞춥니다. 다이얼렉트에 socket.parser: msgpack을 적으면 처음부터 그렇게 합니다.',
  'notice.mark.front': '서버가 텍스트를 자릅니다. 그래서 표시를 텍스트 뒤가 아니라 앞에 붙입니다.',
  'notice.mark.letters':
    '서버가 텍스트(숫자, 기호, 대소문자)를 바꿉니다. 그래서 글자로만 된 표시를 텍스트 앞에 붙입니다.',
  'notice.echo-after-all':
    '첫 메시지는 다른 사용자에게만 돌아왔지만 나중 것은 보낸 사람에게도 돌아왔습니다. 서버가 에코를 보내고 사본을 잃습니다. 에코는 첫 메시지부터 있어야 하는 것으로 봅니다.',
  'notice.echo-contradicted':
    '다이얼렉트는 `echo: false`인데 메시지가 보낸 사람에게 돌아왔고, 이 사본은 오지 말았어야 할 것으로 셉니다. `echo: true`를 적거나 `echo`를 빼면 다른 것처럼 셉니다.',
  'notice.ended-at-first':
    '첫 메시지를 보내는 동안: {which}. 서버가 그중 하나에서 비정상 종료되었나요? 서버 로그에 있을 수 있습니다. 콜백을 기대하는 것일 수도 있습니다(send.ack: true).',
  'notice.complaint':
    '메시지를 보내는 동안 온 것: {came}. 다이얼렉트에 없어 어떤 수치에도 들어가지 않습니다. events.error를 {name}(으)로 적으면 거부된 메시지와 그 까닭을 셉니다.',
  'notice.odd-acks':
    '메시지를 보내는 동안 다른 것과 형태가 다른 확인 응답이 {count:count}건 왔으며, 아무에게도 도착하지 않은 메시지 수와 같습니다. 거부라면 승낙에 들어 있는 것을 send.ack에 {example}처럼 적으세요. 내용: {sample}',
  'notice.unheard-quotes':
    '우리 텍스트가 메시지 하나일 때와 다른 깊이에 있어 인용으로 보았는데, 대부분은 전에 온 적이 없습니다. 메시지라면 텍스트가 어디에 있는지 다이얼렉트에 적으세요: receive: {example}.',
  'notice.lonely-room': '방 "{room}"에 연결된 멤버가 두 명이 안 되어 아무것도 보내지 않습니다.',
  'notice.unreadable': '연결을 끝냈습니다: {reason}. 서버에 문제가 없다면 newyear-load의 결함입니다.',
  'notice.waker': '다른 스레드를 깨워 보내게 하는 스레드가 끝났습니다({why}). 그 뒤로는 타이머로 깨어났습니다.',
  'notice.target-lost': '대상을 잃었습니다: {how}.',
  'notice.target-lost.silent': '{seconds}초 동안 연결이 없고 하나도 돌아오지 않음',
  'notice.target-lost.end': '모든 연결이 끊기고 본 부하가 끝날 때까지 하나도 돌아오지 않음',
  'notice.overdue.audit':
    '감사를 한도인 {limit:time} 뒤에 끝냈습니다(limits.auditTimeout). 그때까지 보지 못한 것은 확인할 수 없습니다. 표본이면 덜 걸립니다: --audit=10%.',
  'notice.overdue': '{phase} 단계를 한도인 {limit:time} 뒤에 끝냈습니다. 그때까지 마치지 못한 사용자는 뺍니다.',
  'notice.worker': '워커 {number}',
  'notice.worker.observers': '관측자의 워커',
  'notice.worker-died': '{worker} 비정상 종료: {why}. 마지막 1초까지 센 것은 리포트에 있습니다.',
  'notice.phase-failures': '{phase}: {count}건이 {kind}(으)로 실패, 예: {example}',
  'notice.stopped-early': '실행이 시작되기 전에 {signal}(으)로 끝났습니다. 측정한 것이 없습니다.',
  'notice.short': '부하 발생기에 무언가가 모자라, 지금까지 알아낸 것으로 실행을 끝냅니다: {why}.',
  'notice.watcher-failed': '{name}이(가) 실패하여 이제부터 뺍니다: {why}',
  'notice.watcher-slow': '{name}이(가) {seconds} s 안에 끝나지 않아 더 기다리지 않았습니다.',
  'notice.watcher-end': '{name}을(를) 제대로 끝내지 못했습니다: {why}',
  'notice.collector':
    '{origin}의 수집기가 지표를 받지 않았습니다({reason}). 거기에는 빠져 있을 수 있습니다. 실행은 계속됩니다.',
  'notice.no-answer': '제때 응답이 없음',
  'notice.face': '이제부터 {subject}이(가) 연결을 받지 않습니다. 실행은 계속됩니다: {why}.',
  'notice.face.dashboard': '대시보드',
  'notice.face.prometheus': 'Prometheus 엔드포인트',
  'notice.webhook.status':
    '{origin}의 알림 웹훅이 HTTP {status}(으)로 답했습니다. 거기에는 알림이 빠져 있을 수 있습니다. 리포트에는 모두 있습니다.',
  'notice.webhook.reach':
    '{origin}의 알림 웹훅에 닿지 못했습니다({why}). 거기에는 알림이 빠져 있을 수 있습니다. 리포트에는 모두 있습니다.',
  'notice.webhook.slow':
    '{origin}의 알림 웹훅이 알림이 오는 속도를 따라오지 못했습니다. 거기에는 알림이 빠져 있을 수 있습니다. 리포트에는 모두 있습니다.',
  'notice.record-slow': '{name}에 기록하는 속도가 실행보다 느려 일부가 빠집니다.',
  'notice.record-ends': '기록은 여기서 끝나고 실행은 계속됩니다. {name}에 쓸 수 없습니다: {why}',
  'notice.stdout': '표준 출력',
  'notice.server': '지켜보는 서버: {problem}.',
  'notice.server.ended': '프로세스 {pid}이(가) 끝났습니다',
  'agents.silent': '{who}: {seconds} s 동안 소식이 없습니다.',
  'agents.back': '{who}: {seconds} s 만에 돌아왔습니다.',
  'agents.lost': '{who}: {when} 잃었습니다. {why}. {known}',
  'agents.lost.before': '실행이 시작되기 전에',
  'agents.lost.in': '{phase} 단계에서',
  'agents.lost.at': '{phase} {clock}에',
  'agents.silent-too-long': '{seconds} s 동안 소식이 없었습니다',
  'agents.goodbye': '스스로 떠났습니다({why})',
  'agents.queue-too-long': '큐가 {seconds} s 동안 응답하지 않았습니다',
  'agents.known-until': '{second}초까지 센 것은 들어 있습니다.',
  'agents.known-all': '센 것은 모두 들어 있습니다.',
  'agents.known-nothing': '본 부하에서 센 것은 없습니다.',
  'agents.came-back': '{who}: {seconds} s 만에 돌아와 멈추게 했습니다.',
  'agents.unreachable': '{who}: {seconds} s 동안 닿지 않았지만 수치는 온전합니다.',
  'agents.queue-away': '큐가 응답하지 않습니다. 부하는 계속됩니다.',
  'agents.queue-back': '큐가 {seconds} s 만에 돌아왔습니다.',
  'agents.queue-was-away': '큐에 {seconds} s 동안 닿지 않았지만 수치는 온전합니다.',
  'agents.clock': '{who}의 시계는 {ms} ms까지만 정확히 압니다. 그 초는 다른 에이전트보다 그만큼 어긋날 수 있습니다.',
  'agents.unreadable': '{who}: 읽을 수 없는 것을 보냈습니다({problem}).',
  'agents.broker-refuses': '큐가 거부합니다: {problem}.',
  'agents.thread-silent': '{worker}: {seconds} s 동안 소식이 없고 에이전트는 계속됩니다. 스레드가 붙들려 있습니다.',
  'agents.thread-back': '{worker}: {seconds} s 만에 계속합니다. 늦게 한 것은 늦은 것으로 셉니다.',
  'agents.of': '{who}: {sentence}',
  'agents.waiting': '에이전트를 기다리는 중: {all:count}대 중 {come}대.',
  'agents.waiting.behind':
    '에이전트를 기다리는 중: {all:count}대 중 {come}대, 앞에 실행 {count:count}개({runs:and})가 있습니다.',
  'agents.here': '에이전트 {count:count}대: {names:and}.',
  'agents.title': '에이전트 {name}',
});
