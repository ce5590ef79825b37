import type { MORE_FINDINGS } from '../en/findings-more.js';
import { translationOf } from '../translation.js';

export const KOREAN_MORE_FINDINGS = translationOf<typeof MORE_FINDINGS>()({
  'audit.missing-messages': '{what}: {places:commas}.{end}',
  'audit.missing-messages.one': '사라진 메시지 1건',
  'audit.missing-messages.all': '사라진 메시지 {count:count}건 모두',
  'audit.end.room': ' 방 "{room}"에서는 {since}부터 모든 것이 사라졌습니다.',
  'audit.end.rooms':
    ' {rooms} 방에서 {since}부터 모든 것이 사라졌습니다. 서버가 가지고 있던 것을 저장하기 전에 끝났을 때 이렇게 됩니다.',
  'audit.end.all': '모든',
  'audit.since': '{second}초',
  'audit.since-range': '{from}–{to}초',
  'audit.missing-users': '사용자 {count:count}명이 더는 로그인하지 못합니다: {users:and}.{when}{batches}',
  'audit.batches': ' 가입 배치 {numbers:and}번의 사용자입니다.{count?|}',
  'audit.signed-up':
    ' 모두 {between}에 가입했으며{count?|}, 전체 가입은 {first:seconds} s에서 {last:seconds} s 사이에 있었습니다.',
  'audit.at': '{at:seconds} s',
  'audit.between': '{from:seconds} s에서 {to:seconds} s 사이',
  'audit.late':
    '감사가 처음 확인했을 때 아직 저장되지 않은 것: {what:and}{count?|}. 마지막 것은 잔여 수신이 끝나고 {time:seconds} s 뒤에 저장되었습니다. 서버가 끝날 때 저장하지 못한 것은 유실됩니다.',
  'audit.messages': '메시지 {count:count}건',
  'audit.users': '사용자 {count:count}명',
  'audit.messages-of-rooms': '방 {rooms:count}개의 메시지 {count:count}건',
  'audit.not-looked-at': '서버에 아직 있는지 감사가 확인하지 못한 것: {what:and}.',
  'audit.sampled':
    '감사는 표본 {share:share}만 보았습니다: 방 {ofRooms:count}개 중 {rooms:count}개, 사용자 {ofUsers:count}명 중 {users:count}명.',
  'entrances.apart':
    '{who}의 사용자가 받은 사본 {received:count}건 중 다른 진입점에서 온 메시지는 한 건도 없고, 사본 {lost:count}건이 유실되었습니다. 진입점 뒤의 서버들이 하나의 채팅이 아닌 것 같습니다(Socket.IO에는 어댑터가 필요합니다).',
  'entrances.any': '모든 진입점',
  'entrances.differs': '진입점 {name}만 다릅니다: {parts:semicolons}.',
  'entrances.shares': '{shares:and}: 전체 사용자 {all:count}명 중 그곳의 {users:count}명에게 일어남',
  'entrances.share.lost': '유실된 사본 {whole:count}건 중 {own:count}건',
  'entrances.share.connectionsLost': '끊어진 연결 {whole:count}개 중 {own:count}개',
  'entrances.share.errors': '오류 {whole:count}건 중 {own:count}건',
  'entrances.slower': '{quantile}(delivery)가 그곳에서는 {own:latency}, {other}에서는 {fastest:latency}',
  'reads.stale':
    '읽기 응답 {judged:count}건 중 {stale:count}건({share:share})에 요청하기 전에 이미 전달된 메시지가 빠져 있었습니다(최대 {most:latency} 전). 읽히는 내용이 보낸 내용보다 뒤처지며, 무효화되지 않는 캐시가 있을 때 이렇게 됩니다.',
  'reads.unsent':
    '읽기 {intended:count}건 중 {unsent:count}건은 보내지 못했습니다. limits.readConcurrency가 허용하는 만큼 이미 진행 중이었고, 응답이 너무 오래 걸렸습니다.',
  'reads.unanswered': '기다림이 끝날 때까지 응답이 오지 않은 읽기가 {count:count}건입니다.',
  'sessions.not-back':
    '사용자가 계획에 따라 나간 {left:count}번 중 {never:count}번은 시간이 있었는데도 돌아오지 못했습니다.',
  'sessions.untaken':
    '서버가 마지막 메시지를 받았다는 것을 2 s 안에 보여 주기 전에 사용자가 나간 일이 {count:count}번 있습니다. 이들이 보낸 메시지의 유실은 그 때문일 수 있습니다.',
  'server.leak':
    '서버의 메모리가 끝없이 늘어납니다: {growth}(95 % 신뢰 구간 {low:bytes}~{high:bytes}), {first:bytes}에서 {last:bytes}까지.',
  'server.latency-with-memory':
    'p50이 서버의 메모리와 함께 늘어납니다. 처음 4분의 1에서는 메모리 {first:bytes}에 {p50First:latency}, 마지막 4분의 1에서는 {last:bytes}에 {p50Last:latency}입니다(순위 상관 {correlation:fixed}, {seconds:count}초). 메시지마다 쌓아 두는 것을 다음 메시지 때 다시 훑고 있을 수 있습니다.',
  'server.one-thread':
    '서버가 {seconds}초 중 {busy}초 동안 프로세서 하나를 전부 썼습니다. 스레드 하나가 쓸 수 있는 전부이므로, 메시지마다 서버가 하는 일이 한계이고 네트워크가 더 빨라도 도움이 되지 않습니다.',
});
