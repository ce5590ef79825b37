import type { MISTAKES } from '../en/mistakes.js';
import { translationOf } from '../translation.js';

export const KOREAN_MISTAKES = translationOf<typeof MISTAKES>()({
  'start.nobody-there': '{target}에서 아무것도 응답하지 않습니다({why}).',
  'start.nobody-there.hint': '서버가 실행 중인가요, --target이 맞나요? 자기 서버가 없다면 --embedded를 붙이세요.',
  'start.no-address': '주소 없음',
  'start.not-allowed': '{target}에 연결을 열지 않았습니다: {why}.',
  'start.not-allowed.hint': '부하를 주어도 되는 자기 서버라면 --allow-host {host}(으)로 알려 주세요.',
  'start.refused':
    '{targets:and}: 이 컴퓨터가 아닙니다. 다른 컴퓨터에는 이름으로 허용했을 때만 부하를 보냅니다.{count?|}',
  'start.refused.hint': '부하를 주어도 되는 자기 서버라면 {flags}(으)로 알려 주세요.{count?|}',
  'mistake.near': '{kind} "{name}"은(는) 없습니다. "{near}"인가요?',
  'mistake.there-is': '{kind} "{name}"은(는) 없습니다. 쓸 수 있는 것: {valid}',
  'mistake.there-is.none': '없음',
  'mistake.flag.near': '없는 플래그입니다. "{near}"인가요?',
  'mistake.flag.list': '없는 플래그입니다. "{command} --help"로 전체 목록을 볼 수 있습니다.',
  'mistake.flag.elsewhere': '"{command}"의 플래그입니다.',
  'mistake.command.near': '없는 명령입니다. "{near}"인가요?',
  'mistake.command.list': '없는 명령입니다. 쓸 수 있는 것: {valid}',
  'mistake.alone': '홀로 있는 낱말입니다. "{command}"은(는) 플래그만 받습니다.',
  'mistake.needs-value': '값이 필요합니다: {flag} {argument}',
});
