import type { LIVE } from '../en/live.js';
import { translationOf } from '../translation.js';

export const KOREAN_LIVE = translationOf<typeof LIVE>()({
  'live.starting': '시작하는 중',
  'live.going-on': '진행 중',
  'live.setting-up': '준비 중: {all:count} 중 {done:count} {doing}',
  'live.doing.register': '사용자 가입',
  'live.doing.login': '사용자 로그인',
  'live.doing.rooms': '방 만들기',
  'live.doing.connect': '연결',
  'live.doing.join': '방 입장',
  'live.first-second': '실행 중: 첫 1초',
  'live.draining': '잔여 수신 중: {waited}',
  'live.audit': '감사 중: 서버에 남은 것을 찾습니다',
  'live.ending': '마치는 중: 연결을 닫습니다',
  'live.time': '{duration:whole}초 중 {elapsed:whole}초',
  'live.time-in': '{time}, {stage}',
  'live.holding': '유지 중: {time}, 연결 {open:count}개 열림',
  'live.running': '실행 중: {time}, 전달 {delivered:count}건 도착, {lacking}',
  'live.running-slow': '실행 중: {time}, 전달 {delivered:count}건 도착, {lacking}, 지금 p99 {p99:latency}',
  'live.none-missing': '미도착 없음',
  'live.missing': '미도착 {count:count}건',
  'live.stage': '스테이지 {of}개 중 {place}번째 "{name}", {time}',
  'live.stage-unmeasured': '스테이지 {of}개 중 {place}번째 "{name}", {time}, 측정 제외',
  'live.no-result': '결과 없이 끝났습니다. 까닭은 터미널에 있습니다',
});
