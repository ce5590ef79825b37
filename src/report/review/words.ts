/** The texts of a review in one language. Texts from elsewhere come into them escaped. */
export interface ReviewWords {
  readonly title: string;
  readonly nothing: string;
  readonly facts: string;
  readonly begun: (when: string) => string;
  readonly noticed: (when: string, after: string, rule: string) => string;
  readonly unnoticed: string;
  readonly over: (when: string, lasted: string) => string;
  readonly notOver: string;
  readonly availability: (share: string, downtime: string) => string;
  readonly recovery: (time: string) => string;
  readonly hit: string;
  readonly rooms: (hit: string, all: string) => string;
  readonly roomColumns: readonly [room: string, members: string, lost: string];
  readonly connections: (lost: string, of: string) => string;
  readonly lost: string;
  readonly copies: (lost: string, of: string) => string;
  readonly noCopies: string;
  readonly flaws: (duplicated: string, reordered: string, refused: string) => string;
  readonly audit: (users: string, messages: string) => string;
  readonly curve: (peak: string) => string;
  readonly curveEnds: (seconds: string) => string;
  readonly doubt: (level: string) => string;
  readonly questions: string;
  readonly asked: readonly string[];
  readonly actions: string;
  readonly actionColumns: readonly [what: string, who: string, until: string];
}

export const ENGLISH_REVIEW: ReviewWords = {
  title: 'Incident review',
  nothing: 'Nothing went wrong while messages were sent: there is nothing to review.',
  facts: 'What is known',
  begun: (when) => `It began ${when}.`,
  noticed: (when, after, rule) => `An alert told of it ${when}, ${after} after it had begun: ${rule}.`,
  unnoticed: 'No alert told of it.',
  over: (when, lasted) => `It was over ${when}, after ${lasted}.`,
  notOver: 'It was not over when the run ended.',
  availability: (share, downtime) =>
    `The server was available for ${share} of the time; nothing arrived for ${downtime}.`,
  recovery: (time) => `From the beginning of an outage to full service it took ${time}.`,
  hit: 'Who was hit',
  rooms: (hit, all) => `Members of ${hit} of ${all} rooms missed messages.`,
  roomColumns: ['room', ' members', ' copies lost'],
  connections: (lost, of) => `${lost} connections were lost, of ${of} people.`,
  lost: 'What was lost',
  copies: (lost, of) => `${lost} of ${of} copies of messages never came.`,
  noCopies: 'No copy of a message was lost.',
  flaws: (duplicated, reordered, refused) =>
    `${duplicated} came twice, ${reordered} out of order; ${refused} messages were refused.`,
  audit: (users, messages) =>
    `Afterwards ${users} users and ${messages} messages were missing that the server had acknowledged.`,
  curve: (peak) => `Copies that arrived a second, ${peak} at most:`,
  curveEnds: (seconds) => `from second 0 to second ${seconds}`,
  doubt: (level) =>
    `The verdict on this run is ${level}: this machine was a limit as well, so take its times with care.`,
  questions: 'Questions',
  asked: [
    'What was changed before it began?',
    'What was the cause, and what made it possible?',
    'Why was it noticed when it was, and not before?',
    'What was done, in which order, and what helped?',
    'What would have made it smaller, or shorter?',
    'What was luck?',
  ],
  actions: 'What will be done',
  actionColumns: ['what', 'who', 'until'],
};

export const KOREAN_REVIEW: ReviewWords = {
  title: '장애 회고',
  nothing: '메시지를 보내는 동안 잘못된 일이 없었습니다. 회고할 장애가 없습니다.',
  facts: '확인된 사실',
  begun: (when) => `장애는 ${when}에 시작되었습니다.`,
  noticed: (when, after, rule) => `${when}에 알림이 울렸습니다. 시작된 지 ${after} 뒤입니다: ${rule}`,
  unnoticed: '알림은 한 번도 울리지 않았습니다.',
  over: (when, lasted) => `${when}에 끝났습니다. ${lasted} 동안 이어졌습니다.`,
  notOver: '실행이 끝날 때까지 복구되지 않았습니다.',
  availability: (share, downtime) => `가용성은 ${share}입니다. 아무것도 도착하지 않은 시간은 ${downtime}입니다.`,
  recovery: (time) => `중단이 시작된 뒤 완전히 복구될 때까지 ${time} 걸렸습니다.`,
  hit: '영향을 받은 사람',
  rooms: (hit, all) => `전체 ${all}개 방 중 ${hit}개 방의 참가자가 메시지를 받지 못했습니다.`,
  roomColumns: ['방', ' 참가자', ' 유실'],
  connections: (lost, of) => `${of}명의 연결에서 ${lost}번 끊김이 있었습니다.`,
  lost: '잃어버린 것',
  copies: (lost, of) => `전달되어야 할 ${of}건 중 ${lost}건이 끝내 도착하지 않았습니다.`,
  noCopies: '유실된 메시지는 없습니다.',
  flaws: (duplicated, reordered, refused) =>
    `중복 ${duplicated}건, 순서 바뀜 ${reordered}건, 거부된 메시지 ${refused}건입니다.`,
  audit: (users, messages) =>
    `서버가 받았다고 답했지만 나중에 찾을 수 없는 사용자는 ${users}명, 메시지는 ${messages}건입니다.`,
  curve: (peak) => `초당 도착한 메시지, 최대 ${peak}건:`,
  curveEnds: (seconds) => `0초부터 ${seconds}초까지`,
  doubt: (level) => `이 실행의 판정은 ${level}입니다. 부하를 만든 컴퓨터도 한계였으므로 시간은 조심해서 읽어야 합니다.`,
  questions: '질문',
  asked: [
    '시작되기 전에 무엇이 바뀌었습니까?',
    '원인은 무엇이고, 무엇이 그것을 가능하게 했습니까?',
    '왜 더 일찍 알아차리지 못했습니까?',
    '무엇을 어떤 순서로 했고, 무엇이 도움이 되었습니까?',
    '무엇이 있었다면 더 작거나 더 짧았겠습니까?',
    '운이 좋았던 점은 무엇입니까?',
  ],
  actions: '할 일',
  actionColumns: ['무엇을', '누가', '언제까지'],
};
