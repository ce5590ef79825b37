import type { SHIPPED } from '../en/shipped.js';
import { translationOf } from '../translation.js';

export const KOREAN_SHIPPED = translationOf<typeof SHIPPED>()({
  'shipped.profile.load': '전체 시간의 10분의 1 동안 목표 부하까지 올린 뒤 유지',
  'shipped.profile.new-year': '저녁에 서서히 오르고, 자정 직전과 직후에는 다섯 배, 밤에는 내려감',
  'shipped.profile.soak': '목표 부하의 70 %를 유지. 시간을 길게 주세요',
  'shipped.profile.spike': '전체 시간의 10분의 1 동안 열 배. 얼마나 나빠지고, 회복하는 데 얼마나 걸리는가?',
  'shipped.profile.steps': '목표 부하까지 똑같은 길이의 다섯 계단',
  'shipped.profile.stress': '목표 부하의 절반에서 두 배까지 오르는 계단. 어디서 꺾이는가?',
  'shipped.dialect.feathers':
    'Feathers. 이메일로 가입하고, 소켓은 토큰으로 로그인하며, 로그인한 모두가 모든 메시지를 받음',
  'shipped.dialect.minitalk-username':
    '이전 버전의 MiniTalk. 소켓이 사용자 이름을 보내고, 로그인이 없으며, 방은 입장할 때 생김',
  'shipped.dialect.minitalk': 'MiniTalk. 가입하고 로그인하며, 소켓이 토큰을 보냄',
  'shipped.dialect.nestjs':
    'Socket.IO를 쓰는 NestJS 게이트웨이. 입장과 메시지 핸들러가 반환값으로 답하고, 거부는 exception으로 옴',
  'shipped.dialect.python-socketio': '예제 애플리케이션의 이벤트를 쓰는 python-socketio. 방은 있고 계정은 없음',
  'shipped.dialect.sails': 'Sails. 소켓으로 액션을 요청하면 방에 브로드캐스트함',
  'shipped.dialect.socketio-chat':
    'Socket.IO 프로젝트의 채팅 예제. HTTP도 방도 없고, 보낸 사람을 뺀 모두가 모든 메시지를 받음',
});
