import type { VERDICT } from '../en/verdict.js';
import { translationOf } from '../translation.js';

export const KOREAN_VERDICT = translationOf<typeof VERDICT>()({
  'verdict.worker-crashed': '부하 발생기의 워커 스레드가 비정상 종료되어 그 사용자들이 멈췄습니다',
  'verdict.schedule-slip':
    '부하 발생기가 늦게 보냈습니다. 보고된 {percentile}(delivery) {delivery:latency} 가운데 {percentile}에서 눈금 {grid:latency}보다 {excess:latency} 더 늦었습니다{mostly}',
  'verdict.mostly-on': ', 특히 에이전트 {agent}에서',
  'verdict.on-agent': ' 에이전트 {agent}의',
  'verdict.agent-lost': '부하 발생기의 에이전트를 잃어 그 사용자들이 멈췄습니다',
  'remedy.agent-lost': '발견된 것에 나온 에이전트의 컴퓨터와 네트워크를 살펴보고 다시 실행하세요.',
  'verdict.unsent': '소켓에 쓸 수 있었는데도 부하 발생기가 보내려던 메시지의 {share:share}를 보내지 못했습니다',
  'verdict.generator-cpu': '본 부하 동안{on} 워커 스레드 하나가 코어의 {share:share}를 썼습니다',
  'verdict.generator-starved':
    '다른 프로그램이 프로세서를 차지했습니다.{on} 워커 스레드가 실행할 준비가 되고도 전체 시간의 {share:share} 동안 프로세서를 얻지 못했습니다',
  'verdict.slower-than-canary':
    '{percentile}(fanout)가 본 부하에서는 {fleet:latency}, 카나리에서는 {canary:latency}이고, 부하 발생기의 이벤트 루프가 {loop:latency} 늦었습니다',
  'verdict.generator-errors.descriptors': '부하 발생기의 파일 디스크립터가 떨어져 작업 {count:count}건이 실패했습니다',
  'verdict.generator-errors': '부하 발생기 쪽의 결함이나 자원 부족으로 작업 {count:count}건이 실패했습니다',
  'verdict.impossible-samples': '응답 시간 표본 {count:count}개가 있을 수 없는 값(음수이거나 숫자가 아님)이라 뺐습니다',
  'verdict.no-flood': '본 부하가 없었습니다. 보낸 메시지가 없으므로 믿고 말고 할 것이 없습니다',
  'verdict.few-samples': '전달 {count:count}건은 p99를 내기에 너무 적습니다. {needed:count}건이 필요합니다',
  'verdict.connections-missing': '연결 {asked:count}개 중 {opened:count}개만 열려, 부하가 계획보다 작았습니다',
  'threshold.few-samples': '표본 {samples:count}개로 정함, {percentile}에는 너무 적음',
  'threshold.undecided':
    '{percentile}에는 표본 {needed:count}개가 필요한데 {samples:count}개뿐이어서 정해지지 않음. 메시지 {messages:count}건이 더 필요',
  'threshold.not-back': '끝날 때까지 회복되지 않았거나, 회복할 것이 없었음',
  'verdict.no-observer': '관측자가 없었습니다: {why}',
  'observer.absent': '관측자가 참여하지 않았습니다',
  'observer.no-room': '자기들의 방에 들어가지 못했습니다',
  'observer.no-room.why': '자기들의 방에 들어가지 못했습니다: {failure} ({kind})',
  'observer.nothing-back': '보낸 것이 하나도 돌아오지 않았습니다',
  'observer.refused':
    '보낸 메시지 {sent:count}건 중 {refused:count}건을 서버가 거부했습니다. --canary-rate를 낮추면 피할 수 있을지도 모릅니다',
  'remedy.worker-crashed': '사용자를 줄이거나 메모리를 늘려 다시 실행하세요.',
  'remedy.more-power': '프로세서나 --workers를 늘리거나 --rate를 낮추세요.',
  'remedy.generator-cpu': '--workers를 늘리거나, 더 빠른 컴퓨터를 쓰거나, --rate를 낮추세요.',
  'remedy.generator-starved': '다른 프로그램을 끝내거나, 대상 서버를 다른 컴퓨터에서 실행하세요.',
  'remedy.slower-than-canary': '--workers를 늘리거나, 사용자를 더 많은 방에 나누세요.',
  'remedy.generator-errors': '이 컴퓨터의 한도(ulimit -n, 로컬 포트, 메모리)를 올리거나 사용자를 줄이세요.',
  'remedy.clocks':
    '다시 실행해 보고, 그래도 같다면 다른 컴퓨터에서 하세요. 시계가 잘못되었거나 newyear-load의 결함입니다.',
  'remedy.few-samples': '더 오래 실행하거나 --rate를 높이면 충분해집니다.',
  'grade.next': '{level}에는 {lacks} 필요',
  'grade.lacks': '{first}, {rest}',
  'grade.lacks.valid': 'VALID인 실행(이번은 {verdict})',
  'grade.lacks.lossless': '유실 없는 실행(이번은 {lost:count}건 유실)',
  'grade.lacks.rate': '초당 완료 메시지 {needed:count}건(이번은 {rate:rate})',
  'grade.lacks.speed': 'p95(delivery) {limit} ms 이하(이번은 {p95:latency})',
  'grade.none': '등급 없음: {reasons}',
  'grade.none.verdict': '판정이 {verdict}',
  'grade.none.lost': '전달 {lost:count}건 유실',
  'grade.earned': 'VALID, 유실 없음, {figures}',
  'grade.figures': '초당 완료 메시지 {rate:rate}건, p95(delivery) {p95:latency}',
  alert: '{what} {value} ({rule})',
  'alert.latency': '{latency} {percentile}',
  'alert.memory': '메모리 사용률',
  'alert.errors': '1초 동안의 오류',
  'alert.backlog': '전달되지 않고 밀린 것',
  'alert.missing': '추월당하고 아직 오지 않은 사본',
  'alert.connections': '열린 연결',
  'note.closed-model':
    '닫힌 모델: 보내는 사람은 자기 메시지가 돌아온 다음에야 다음 메시지를 보냅니다. 따라서 늦을 일정이 없고, 응답 시간은 곧 서비스 시간입니다.',
});
