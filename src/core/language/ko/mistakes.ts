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
  'lab.ended': '"{command}"(으)로 시작한 서버가 연결을 받기 전에 끝났습니다({end}).',
  'lab.ended.words': '"{command}"(으)로 시작한 서버가 연결을 받기 전에 끝났습니다({end}). 서버의 출력: {words}',
  'lab.ended.hint': '직접 실행해 보세요: PORT={port} {command}',
  'lab.silent': '"{command}"(으)로 시작한 서버가 {seconds:count}초 안에 {place}에서 연결을 받지 않았습니다.',
  'lab.silent.words':
    '"{command}"(으)로 시작한 서버가 {seconds:count}초 안에 {place}에서 연결을 받지 않았습니다. 서버의 출력: {words}',
  'lab.silent.hint': '서버는 환경 변수 PORT의 포트에서 연결을 받아야 합니다.',
  'lab.other-api': '가입 {asked:count}건이 하나도 받아들여지지 않았습니다. 서버에 {route} 경로가 없습니다{refusals}.',
  'lab.other-api.hint':
    '서버의 API가 다르다면 방언으로 적고(docs/dialects.md), newyear-load dialect check로 확인한 다음 --dialect로 알려 주세요.',
  'lab.nobody-there': '{target}에서 아무것도 응답하지 않습니다.',
  'lab.nobody-there.hint':
    "서버가 실행 중인가요, --target이 맞나요? --server '<명령>'을 쓰면 실습이 서버를 직접 시작합니다.",
  'lab.needs-server': "서버가 필요합니다: --target http://127.0.0.1:4000 또는 --server 'npm start'",
  'lab.must-start':
    "실습 {id}에서는 서버를 직접 시작하고 멈춰야 하며, 필요한 것을 환경 변수로 알려 줍니다. --server 'npm start'처럼 서버를 시작하는 명령을 적으세요.",
  'lab.names-none': '실습 이름이 없습니다. 이렇게 적으세요: newyear-load lab {word} 1-1',
  'lab.names-many': '실습 이름이 둘 이상입니다. 이렇게 적으세요: newyear-load lab {word} 1-1',
  'lab.no-program': '{product}({program})이(가) 이 컴퓨터에 없습니다.',
  'lab.no-program.hint':
    '설치하세요: sudo apt-get install {debian} 또는 brew install {brew}. 실행해 둘 필요는 없습니다. 여기에서 따로 포트를 잡아 시작합니다.',
});
