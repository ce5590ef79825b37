/** What `--help` of a command says beside its flags. */
interface CommandHelp {
  /** One line for the list of commands, without full stop. */
  readonly summary: string;
  /** Behind the flags. */
  readonly epilogue: string;
}

/** What scripts can rely on, for the end of every help. */
const KOREAN_EXIT_CODES = `종료 코드:
    0  실행했고 모든 임계값을 지킴
    1  newyear-load 자체의 결함, 또는 쓰지 못한 리포트
    2  잘못된 사용: 플래그, 시나리오, 식
    3  시작하지 못함: 대상에 닿지 못했거나 거절됨, 아무도 연결하지 못함
    4  실행했지만 INVALID: 대상이 아니라 이 컴퓨터가 한계였음
   99  지키지 못한 임계값, 또는 --fail-on-regression의 한계
  130  Ctrl-C로 멈춤, SIGTERM이면 143. 그때까지 측정한 것은 보고함
`;

export const KOREAN_PROGRAM = {
  description: 'Socket.IO 채팅 서버에 부하를 쏟아붓고, 무엇이 언제 실제로 도착했고 무엇이 유실되었는지 알려 줍니다.',
  version: '버전 보기(-v도 가능)',
  help: '도움말 보기',
  helpOfCommand: '명령의 도움말 보기',
  helpOfThis: '이 도움말 보기',
  epilogue: `명령 없이 준 플래그는 "run"의 것입니다. 터미널에서 아무 인수 없이
실행하면 메뉴가 나옵니다.

예:
  newyear-load run --embedded          연습 서버에 30초 동안 시험해 보기
  newyear-load --preset quick          같은 부하를 http://127.0.0.1:4000에
  newyear-load run --help              모든 플래그

${KOREAN_EXIT_CODES}
오류가 어디에서 났는지 보려면 NEWYEAR_LOAD_DEBUG=1을 설정하세요.
`,
};

/** What stands in parentheses behind what a flag is for. */
export const KOREAN_NOTES = {
  repeatable: '여러 번 가능',
  fallback: '기본값',
  alternative: '또는',
} as const;

/** Headings of the help, by the English ones. */
export const KOREAN_HEADINGS: Readonly<Record<string, string>> = {
  'Usage:': '사용법:',
  'Options:': '옵션:',
  'Commands:': '명령:',
  'Where the plan comes from:': '계획이 오는 곳:',
  'The plan:': '계획:',
  'Several machines:': '여러 대의 컴퓨터:',
  'What is shown and written:': '보여 주고 쓰는 것:',
  'What is searched:': '찾는 것:',
  'Who is there, and where:': '사용자와 대상:',
  'The agent:': '에이전트:',
  'What is shown:': '보여 주는 것:',
  'The server:': '서버:',
  'The proxy:': '프록시:',
  'The lab:': '실습:',
  'What it is made from:': '무엇으로 만드는지:',
  'What is asked of it:': '요구하는 것:',
  'Flags:': '플래그:',
  'HdrHistogram logs:': 'HdrHistogram 로그:',
};

/** What holds where a flag is not given, where that is said in words. */
export const KOREAN_FALLBACKS: Readonly<Record<string, string>> = {
  'one fewer than there are processors': '프로세서 수보다 하나 적게',
  'the name of the host': '호스트의 이름',
  '50, or 10 users': '50, 사용자는 10명',
};

export const KOREAN_COMMANDS: Readonly<Record<string, CommandHelp>> = {
  run: {
    summary: '채팅 서버에 부하를 주고 무슨 일이 있었는지 알림(기본 명령)',
    epilogue: `예:
  newyear-load run --embedded                        자기 서버 없이 시험해 보기
  newyear-load --preset medium --target http://127.0.0.1:3000
  newyear-load run --users 200 --rooms 20 --duration 1m --rate 400
  newyear-load run --preset strong --fail-on 'p99(delivery)<250ms' --fail-on lost==0
  newyear-load run --json | jq .latencyMs.delivery

Ctrl-C를 한 번 누르면 보내기를 멈추고 보고하며, 두 번 누르면 바로 보고합니다.
실행하는 도중에 대상이 영영 사라지면 connections>0 임계값이 더해져 실패합니다.
아무것도 전달되지 않으면 delivered>0도 마찬가지입니다.

${KOREAN_EXIT_CODES}`,
  },
  capacity: {
    summary: '채팅 서버가 버티는 가장 큰 부하를 경계와 함께 찾음',
    epilogue: `예:
  newyear-load capacity --embedded
  newyear-load capacity --target http://127.0.0.1:3000 --slo 'p99(delivery)<100ms' --slo lost==0
  newyear-load capacity --from 200 --width 2% --out html=capacity.html --out json=capacity.json
  newyear-load capacity --at-least 1000 --budget 5m

RFC 9971(MLRsearch)의 탐색입니다. 답의 뜻과, 시험 시간과 예산을 고르는 법은
docs/capacity.md에 있습니다. Ctrl-C를 누르면 그때까지 알아낸 경계를 보고합니다.

종료 코드:
    0  탐색했고, 요구한 것이 모두 나옴
    1  newyear-load 자체의 결함, 또는 쓰지 못한 리포트
    2  잘못된 사용: 플래그, 시나리오, 식
    3  시작하지 못함: 대상에 닿지 못했거나 거절됨, 아무도 연결하지 못함
    4  --at-least보다 적고, 이 컴퓨터가 한계였음
   99  --at-least보다 적게 버팀, 또는 대상이 사라짐
  130  Ctrl-C로 멈춤, SIGTERM이면 143. 그때까지 알아낸 경계는 보고함
`,
  },
  connect: {
    summary: '가입, 로그인, 연결, 유지, 연결 종료. 메시지는 없음',
    epilogue: `예:
  newyear-load connect --users 50 --duration 10s
  newyear-load connect --embedded --fail-on 'p99(connect)<1s' --fail-on 'opened>=99%'

요청한 것보다 적은 연결이 열리면 opened==100% 임계값이 더해져 실패합니다.

${KOREAN_EXIT_CODES}`,
  },
  agent: {
    summary: '다른 곳에서 시작한 실행의 부하를 만듦, Ctrl-C를 누를 때까지',
    epilogue: `예:
  newyear-load agent --queue redis://10.0.0.5:6379 --allow-host chat.example.org
  newyear-load run --agents 3 --queue redis://10.0.0.5:6379 --preset mega \\
    --target https://chat.example.org --allow-host chat.example.org

에이전트는 실행을 기다렸다가 하나씩 차례로 참여하며, 자신의 --allow-host에 없는
호스트에는 연결하지 않습니다. Ctrl-C나 SIGTERM이면 떠납니다. 실행 중이었다면
그때까지 센 것을 알립니다. 옆에 ioredis 패키지가 있어야 합니다.`,
  },
  serve: {
    summary: '연습용 채팅 서버, Ctrl-C를 누를 때까지',
    epilogue: `장애의 예:
  drop=1/97            메시지의 사본 97건마다 한 건이 전달되지 않음
  duplicate=1/101      메시지의 사본 101건마다 한 건이 두 번 전달됨
  swap=1/40            한 방에서 한 사람이 보낸 메시지 40건마다 한 건이 다음 것보다 늦게 감
  delay=250ms          모든 브로드캐스트가 250 ms 늦어짐
  jitter=20ms          모든 브로드캐스트가 0~20 ms 늦어짐. 한 사람의 순서는 지켜짐
  slower=100ms         앞선 메시지 1,000건마다 모든 브로드캐스트가 100 ms씩 더 늦어짐
  capacity=1500/s      메시지를 초당 1500건까지 하나씩 받고 나머지는 기다림
  batch=100ms          방의 메시지를 100 ms 동안 모아 목록으로 전달
  quote=1/3            메시지 3건마다 한 건이 그 방의 앞선 메시지를 인용해 전달됨
  receipt=1s           사본마다 수신 확인을 요구하고, 1 s 안에 오지 않으면 다시 보냄
  replay=50            방에 들어온 사람에게 마지막 메시지 50건을 다시 보냄
  mangle=hide          텍스트를 바꿈: 이어진 숫자 일곱 개를 가림
  stall=2s@4s          첫 메시지 4 s 뒤에 한 번, 서버 전체가 2 s 동안 멈춤
  lose-message=1/53    메시지 53건마다 한 건이 저장도 브로드캐스트도 되지 않음
  forget-message=1/20  메시지 20건마다 한 건이 브로드캐스트되지만 저장되지 않음
  store-late=2s        모든 메시지가 브로드캐스트 2 s 뒤에 기록에 나타남
  error=1/29           메시지 29건마다 한 건에 오류 이벤트로 답하고 브로드캐스트하지 않음
  close=1/53           메시지 53건마다 한 건이 보낸 사람의 연결을 코드 1009로 닫고 브로드캐스트되지 않음
  refuse-connect=1/11  연결 11건마다 한 건을 HTTP 503으로 거절
  refuse-signup=1/13   가입 13건마다 한 건을 HTTP 500으로 거절
  forget-user=1/9      사용자 9명마다 한 명을 첫 로그인 뒤에 잊음
  cut=30%@5s           첫 메시지 5 s 뒤에 소켓의 30 %를 끊음
  recover              끊긴 연결을 이어받아 놓친 것을 보내 줌
  no-echo              보낸 사람은 자기 메시지를 받지 않음
  silent               하트비트를 보내지 않음

Ctrl-C나 SIGTERM으로 끝내면 종료 코드 0, 연결을 받을 수 없으면 3입니다.`,
  },
  proxy: {
    summary: '정확한 장애를 일으키는 TCP 프록시: 지연, 속도, 끊김, Ctrl-C를 누를 때까지',
    epilogue: `장애의 예:
  delay=100ms  모든 바이트가 방향마다 100 ms 늦게 도착. 질문과 응답이면 200 ms
  jitter=20ms  거기에 조각마다 새로 뽑은 20 ms까지 더 늦어짐. 순서는 지켜짐
  rate=1mbit   회선이 방향마다 모든 연결을 합해 초당 1,000,000비트를 받음(kbit, mbit, gbit)
  cut=5s@10s   첫 연결 10 s 뒤부터 5 s 동안 모든 연결을 리셋하고 새 연결도 리셋
  hang=5s@10s  첫 연결 10 s 뒤부터 5 s 동안 아무것도 지나가지 않고, 그 뒤에 모두 이어짐

cut과 hang은 첫 연결부터 재며, 여러 번 줄 수 있습니다.
Ctrl-C나 SIGTERM으로 끝내면 한 일을 알리고 종료 코드 0,
연결을 받을 수 없으면 3입니다.`,
  },
  lab: {
    summary: '실습: 채팅 서버를 고치고 증명받기',
    epilogue: `예:
  newyear-load lab                       실습들과 지금까지 통과한 것
  newyear-load lab show 1-1              무엇을 하는 실습인지. --hint 1은 힌트
  newyear-load lab serve 1-1 --port 4000 그 결함이 있는 서버를 띄워 살펴보기
  newyear-load lab check 1-1 --server 'npm start'
  newyear-load lab check 1-1 --target http://127.0.0.1:4000
  newyear-load lab report --out md=card.md

시도는 지금 폴더의 newyear-load-lab.json에 남습니다.

check의 종료 코드: 통과 0, 실패 99, 증명되지 않음 4(이 컴퓨터가 한계였거나
측정할 수 없는 것이 있었음), 서버를 시작하거나 서버와 통신할 수 없음 3.`,
  },
  report: {
    summary: '리포트를 아무 형식으로나 다시 보거나, 기록에서 다시 만듦',
    epilogue: `예:
  newyear-load report run.json --out html=report.html --out md=summary.md
  newyear-load report --from run.ndjson --out json=run.json   kill -9 뒤에
  newyear-load report run.json --fail-on 'p99(delivery)<250ms'

실행이 어떻게 끝났든 종료 코드는 0입니다. 리포트를 쓸 수 없으면 1, 파일이
리포트도 기록도 아니면 2, --fail-on의 임계값을 지키지 못했으면 99입니다.`,
  },
  compare: {
    summary: '한 실행에서 다른 실행들로 무엇이 달라졌는지: 잡음, 개선, 악화',
    epilogue: `파일은 "run --out json=<file>"로 쓴 리포트이거나, 아무 도구의 HdrHistogram
로그(.hlog)입니다. 로그는 지연 시간만 비교합니다.

예:
  newyear-load compare last-week.json today.json
  newyear-load compare main.json branch.json --fail-on-regression 'p99(delivery)>10%'
  newyear-load compare main.json branch.json --out md --out html=comparison.html
  newyear-load compare wrk2.hlog today.hlog --hlog-unit us

무엇이 달라졌든 종료 코드는 0이며, 악화의 한계를 넘으면 99입니다. 수치에 뜻이
없는 INVALID 실행이면 2입니다. 다만 --force를 주었거나, 바쁜 컴퓨터에도 흔들리지
않는 건수에만 한계를 걸었으면 그렇지 않습니다. docs/compare.md를 보세요.`,
  },
  merge: {
    summary: '여러 실행의 히스토그램에서 정확히 하나의 리포트를 만듦',
    epilogue: `여러 컴퓨터의 부하 발생기가 하나의 부하를 나누어 맡았을 때 씁니다. 건수는
더하고, 백분위는 모든 표본을 합한 것이며 결코 평균이 아닙니다.

예:
  newyear-load merge one.json other.json --out json=both.json
  newyear-load merge host-*.json --fail-on 'p99(delivery)<250ms'
  newyear-load merge one.hlog other.hlog --out hlog=both.hlog

기록(run.ndjson)도 받으며, 아무 도구의 HdrHistogram 로그(.hlog)끼리도 받습니다.
로그끼리는 로그나 지연 시간의 JSON이 됩니다. 실행들의 임계값은 다시 평가하지만,
"report"처럼 --fail-on의 임계값만 종료 코드 99가 됩니다.`,
  },
  presets: {
    summary: '프리셋 목록, 그리고 그것이 서버에 주는 부하',
    epilogue: 'scenarios/presets에 더한 파일은 프리셋이 됩니다.',
  },
  profiles: {
    summary: '프로파일 목록: 실행의 속도가 어떻게 변하는지',
    epilogue: `scenarios/profiles에 더한 파일은 프로파일이 됩니다.
run --profile <name> --dry-run이 그려 줍니다.`,
  },
  dialect: {
    summary: '사용자 둘로 다이얼렉트를 서버에 한 단계씩 시험',
    epilogue: `단계마다 무엇을 보냈고 무엇이 돌아왔는지를 비밀 없이 출력하고, 그 다이얼렉트로
부하를 주는 명령이나 고칠 것 하나로 끝납니다.

예:
  newyear-load dialect check --dialect ./chat.yaml --target http://127.0.0.1:3000
  newyear-load dialects                준비된 다이얼렉트

종료 코드:
    0  모든 단계가 다이얼렉트대로 됨
    2  잘못된 사용: 플래그, 다이얼렉트
    3  되지 않은 단계가 있음, 또는 대상에 닿지 못함
  130  Ctrl-C로 멈춤, SIGTERM이면 143
`,
  },
  dialects: {
    summary: '채팅 서버와 주고받는, 준비된 다이얼렉트 목록',
    epilogue: `scenarios/dialects에 더한 파일은 다이얼렉트가 됩니다. 자기 채팅은 열 줄쯤이면
되고, "newyear-load dialect check"가 한 단계씩 시험해 줍니다. docs/dialects.md를 보세요.`,
  },
  truth: {
    summary: '결함을 아는 연습 서버로 수치를 증명',
    epilogue: '수치가 실제와 다르면 종료 코드 1입니다. docs/truth.md를 보세요.',
  },
  completion: {
    summary: '셸이 명령, 플래그, 이름을 완성하게 하는 스크립트를 출력',
    epilogue: `설치된 newyear-load에 씁니다(npm install --global newyear-load):
  source <(newyear-load completion bash)                 ~/.bashrc에
  source <(newyear-load completion zsh)                  ~/.zshrc의 compinit 뒤에
  newyear-load completion fish | source                  ~/.config/fish/config.fish에`,
  },
  man: {
    summary: 'man으로 보는 설명서를 출력',
    epilogue: `예:
  npx newyear-load man | man -l -      읽기
  man newyear-load                     npm install --global newyear-load 뒤에`,
  },
};
