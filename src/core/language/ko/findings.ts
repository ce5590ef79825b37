import type { FINDINGS } from '../en/findings.js';
import { translationOf } from '../translation.js';

export const KOREAN_FINDINGS = translationOf<typeof FINDINGS>()({
  'when.throughout': '실행 내내{peak}',
  'when.of': '{seconds:count}초 중 {count:count}초{peak}',
  'when.peak': '(가장 많은 때는 {second}초, {count:count}건)',
  'where.room': '방 "{room}"',
  'where.rooms': '방 {rooms:and}',
  'where.rooms.one': '"{room}"({count:count}건)',
  'where.all': '방 {rooms:count}개 전부{peak}',
  'where.some': '방 {rooms:count}개 중 {count:count}개{peak}',
  'where.peak': '(가장 많은 방은 "{room}", {count:count}건)',
  'losses.half-deaf': '보낸 사람과 받는 사람의 짝 가운데 정확히 절반이 서로의 메시지를 전혀 받지 못합니다',
  'losses.some-deaf':
    '보낸 사람과 받는 사람의 짝 {total:count}쌍 중 {deaf:count}쌍이 서로의 메시지를 전혀 받지 못합니다',
  'losses.deaf': '{who}: 보낸 사람의 메시지가 한 건도 도착하지 않았습니다.',
  'losses.split':
    '{who}: 방 {rooms:count}개의 멤버가 자기들끼리만 들리는 {upTo}{groups:count}개 무리로 나뉘어 있습니다. 서버 프로세스 여러 개가 어댑터를 공유하지 않는 것은 아닌가요?',
  'losses.split.up-to': '최대 ',
  'losses.in-flight':
    '{which} 전송 중이었습니다. 보낸 뒤에야 끊어진 것으로 드러났거나 서버가 그 순간 닫은 연결에 넘긴 메시지의 사본입니다. 아무도 이 메시지를 받지 못했고, 서버가 받은 적이 있는지는 아무도 알 수 없습니다.',
  'losses.in-flight.all': '이것들은',
  'losses.in-flight.some': '그중 {count:count}건은',
  'losses.place': '{what}: {places:commas}.',
  'losses.place.some': '유실된 전달 {lost:count}건 중 {located:count}건',
  'losses.place.one': '유실된 전달 1건',
  'losses.place.all': '유실된 전달 {lost:count}건 모두',
  'losses.cut': '{whose}연결 {count:count}개가 끊어질 때',
  'losses.cut.members': '그 방 멤버의 ',
  'losses.single': '모든 메시지가 누군가에게는 도착했습니다. 유실된 것은 일부 사본뿐입니다.',
  'losses.whole': '보낸 메시지 {sent:count}건 중 {nowhere:count}건은 아무에게도 도착하지 않았습니다{answer}.',
  'losses.whole.answer': '(서버가 {refused:count}건에 오류 이벤트로 답함)',
  'losses.whole.acknowledged': '(서버는 보낸 것을 모두 확인해 주었음)',
  'losses.whole.unanswered':
    '(같은 수의 메시지가 확인 응답을 받지 못함: 처리하는 핸들러가 실패하고 있으며, 서버 로그에 남아 있을 수 있음)',
  'losses.perhaps-late':
    '잔여 수신의 마지막 1초에도 사본 {came:count}건이 도착했습니다. {others} 늦은 것뿐일 수 있습니다. --drain을 늘리면 알 수 있습니다.',
  'losses.perhaps-late.one': '유실된 1건도',
  'losses.perhaps-late.others': '유실된 {lost:count}건도',
  'cuts.when.before': '첫 메시지를 보내기 전',
  'cuts.when.some-before': '첫 메시지를 보내기 전 {count:count}개',
  cuts: '연결 {lost:count}개가 끊어졌습니다: {when:commas}; {again}.{gone}',
  'cuts.none-again': '다시 열린 것은 없습니다',
  'cuts.again': '{count:count}개가 다시 연결되었습니다',
  'cuts.gone': ' 전달 {count:count}건은 받을 사람이 없었으며, 유실로 세지 않습니다.',
  duplicates: '받는 사람이 이미 가진 메시지의 사본 {count:count}건이 또 왔습니다{where}.',
  reordered: '같은 사람이 나중에 보낸 메시지보다 늦게 온 사본이 {count:count}건입니다{where}.',
  places: ': {places:commas}',
  'aside.quotes':
    '메시지 {count:count}건이 뒤의 메시지에 인용되어 다시 왔습니다. 중복과 구분하며 어떤 응답 시간에도 들어가지 않습니다.',
  'aside.history':
    '입장하기 전 메시지의 사본 {count:count}건이 입장과 함께 또는 그 뒤에 왔습니다. 서버가 대화 기록을 다시 보내거나, 먼저 보낸 메시지보다 입장을 먼저 처리한 것입니다. 중복과 구분하고 어떤 응답 시간에도 들어가지 않습니다.',
  'aside.recovery': '끊긴 연결이 놓친 사본 {count:count}건은 서버가 복구해 주었습니다.',
  late: '유실로 센 사본 {count:count}건이 잔여 수신이 끝난 뒤에 왔습니다. 세기에는 너무 늦었으며, --drain을 늘리면 포함됩니다.',
  strays: '그 메시지의 방에 없거나 아직 들어가지 않은 사용자에게 사본 {count:count}건이 왔습니다.',
  'no-observer':
    '느린 서버와 느린 부하 발생기를 구분해 줄 관측자가 없었습니다: {why}. 관측자는 계획에 없는 사용자 두 명과 방 하나를 쓰며, --no-canary로 뺄 수 있습니다.',
  'unsent.one': '{why} 메시지 {count:count}건을 보내지 못했습니다.',
  'unsent.several': '메시지 {count:count}건을 보내지 못했습니다: {whys:and}.',
  'unsent.part': '{why} {count:count}건',
  'unsent.gone': '보낼 사람의 연결이 끊어져서',
  'unsent.waiting': '서버가 소켓에서 더 읽어 가지 않아서',
  'unsent.own': '이 컴퓨터가 미처 보내지 못해서',
  'course.fell-behind':
    '서버가 뒤처졌습니다. 초당 메시지 {offered:rate}건 중 {served:rate}건만 처리했고 대기열이 계속 길어져, p50이 처음 {first:latency}에서 마지막에는 {last:latency}까지 늘었습니다.',
  'course.slows':
    '메시지가 쌓일수록 서버가 느려집니다. 마지막 10%의 p50은 {last:latency}로 처음 10%의 {first:latency}보다 {factor:factor}배이며, 메시지 1,000건마다 {each:latency}씩 늘었습니다(직선 근사, R² {fit:fixed}).',
  'course.stall': '보낼 메시지가 있는데도 시작 {second:count}초 뒤 {time:seconds} s 동안 아무것도 움직이지 않았습니다.',
  'course.silent': '보낼 메시지가 있는데도 {seconds}에 아무것도 도착하지 않았습니다.',
  'stages.unmeasured':
    '유실된 전달 {count:count}건은 측정하지 않는 {stages:and} 스테이지의 것이므로, 어떤 임계값과 판정에도 들어가지 않습니다.',
  'stages.not-back': '{stage} 뒤에, 메시지를 보내는 동안 p99가 {before} 때의 값으로 돌아오지 않았습니다.',
  'stages.too-short':
    '{stage} 뒤에 p99가 {before} 때의 값으로 돌아왔는지 확인하지 못했습니다. 온전한 3초가 이어져야 하는데, 부하가 {rest:seconds} s밖에 더 이어지지 않았습니다.',
  'stages.back': '{stage} 뒤에 p99가 {before} 때의 값으로 돌아오기까지 {time:seconds} s 걸렸습니다.',
  'stages.not-reached': '도달하지 못한 스테이지: {stages:and}.{count?|}',
  'stages.more': '외 {count:count}개',
  'storms.not-back':
    '{at:time}의 재접속 폭주에서 끊긴 사용자 {cut:count}명 중 {missing:count}명은 본 부하가 끝날 때까지 돌아오지 못했습니다.',
  'storms.not-reached': '{at:time}의 재접속 폭주는 일어나지 않았습니다. 그 전에 부하가 끝났습니다.',
  'slow-readers.not-reached': '{at:time}의 읽기 중단은 일어나지 않았습니다. 그 전에 부하가 끝났습니다.',
  'slow-readers.dropped':
    '읽기를 멈춘 사용자에게 갈 사본 {held:count}건 중 {dropped:count}건은 끝내 오지 않았지만, 다시 읽기 시작한 뒤에 보낸 것은 모두 왔습니다. 서버가 제때 읽지 않는 것을 버리면서 연결은 유지하므로, 클라이언트는 알아차리지 못합니다.',
  'slow-readers.not-come':
    '읽기를 멈춘 사용자에게 갈 사본 {held:count}건 중 {dropped:count}건이 드레인이 끝날 때까지 오지 않았습니다. --drain을 늘리면 서버가 아직 가지고 있는지, 제때 읽지 않는 것을 버리는지 알 수 있습니다.',
  'storms.untaken':
    '{at:time}의 재접속 폭주에서 끊긴 연결 가운데 {count:count}개는 보낸 것을 서버가 모두 받았는지 알 수 없습니다. 이들이 보낸 메시지의 유실은 그 때문일 수 있습니다.',
  advice: '{level}인 이유: {reason}. {remedy}',
  'error.once': '{what}: 한 번{when} ({kind}).',
  'error.times': '{what}: {count:count}번{when} ({kind}).',
  'error.when': ', {when}',
});
