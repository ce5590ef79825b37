import type { NEXT } from '../en/next.js';
import { translationOf } from '../translation.js';

export const KOREAN_NEXT = translationOf<typeof NEXT>()({
  'next.capacity': '얼마나 버틸까요? {command}',
  'next.run-to-end': '끝까지 실행하세요. 그 전에는 늦은 사본과 유실된 사본을 구분할 수 없습니다.',
  'next.run-on': '계속 실행해 보세요. 첫 메시지를 보내기 전에 멈췄습니다.',
  'next.hold-to-end': '끝까지 실행하세요. 그 전에는 연결이 버티는지 알 수 없습니다.',
  'next.target-lost': '서버 로그를 보세요. 죽었나요, 누가 멈췄나요, 프록시가 모두를 끊었나요?',
  'next.leave-dialect': '--dialect를 빼세요. 연습 서버는 minitalk로 대화합니다.',
  'next.dialect-check': '서버가 대신 무엇을 보내는지 보세요: {command}',
  'next.refused': '서버가 한 말을 읽어 보세요. 사용자별 제한이라면 --rate를 낮추거나 --users를 늘리세요.',
  'next.lost': '언제 어디서 유실되었는지는 --out html=report.html로 보고, 늦은 것인지는 --drain 60s로 가려냅니다.',
  'next.lost.unanswered':
    '서버 로그를 보세요. 아무에게도 도착하지 않은 만큼 확인 응답도 오지 않았으며, 핸들러가 실패하면 그렇게 됩니다.',
  'next.strayed': '방에 어떻게 입장하는지 살펴보세요. 그 방에 없는 사용자에게 사본이 도착했습니다.',
  'next.not-kept': '서버가 어떻게 저장하는지 살펴보세요. 사라진 것은 서버가 받았다고 했거나 이미 전달한 것입니다.',
  'next.beyond': '서버가 감당할 수 있는 것보다 많았습니다. 얼마나 버틸까요? {command}',
  'next.slow': '언제, 누구에게 느렸을까요? --out html=report.html이 1초 단위, 방 단위로 보여 줍니다.',
  'next.limits': '서버나 프록시, 또는 그 컴퓨터의 한도(ulimit -n)를 찾아보세요.',
  'next.write': '이제 메시지를 보내 보세요: {command}',
});
