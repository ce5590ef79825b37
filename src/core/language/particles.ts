/** Particles of Korean that depend on the sound before them, as dictionaries write them: after a consonant, after a vowel. */
const PARTICLES: Readonly<Record<string, readonly [afterConsonant: string, afterVowel: string]>> = {
  '은(는)': ['은', '는'],
  '이(가)': ['이', '가'],
  '을(를)': ['을', '를'],
  '와(과)': ['과', '와'],
};

const FIRST_PARTICLE = /^(["”’'»)\]]*)(은\(는\)|이\(가\)|을\(를\)|와\(과\))/;

/** Digits whose names end in a consonant: 영, 일, 삼, 육, 칠, 팔. */
const CONSONANT_DIGITS = '013678';

const FIRST_SYLLABLE = 0xac00;
const LAST_SYLLABLE = 0xd7a3;
const SYLLABLES_WITH_ONE_VOWEL = 28;

/**
 * Wording that follow a value, their particle chosen by its last sound: `을(를) 보냈습니다` after `방 3` is `을 보냈습니다`. After what has no
 * sound of its own in Korean (a name in Latin letters) both are kept.
 */
export function withParticle(before: string, words: string): string {
  return words.replace(FIRST_PARTICLE, (whole, closing: string, particle: string) => {
    const hasConsonant = endsInConsonant(before);
    const forms = PARTICLES[particle];
    return hasConsonant === undefined || forms === undefined ? whole : `${closing}${forms[hasConsonant ? 0 : 1]}`;
  });
}

function endsInConsonant(text: string): boolean | undefined {
  const last = /[\p{L}\p{N}%](?=[^\p{L}\p{N}%]*$)/u.exec(text)?.[0] ?? '';
  // 퍼센트
  if (last === '%') return false;
  if (/\d/.test(last)) return CONSONANT_DIGITS.includes(last);
  const code = last.charCodeAt(0);
  if (code < FIRST_SYLLABLE || code > LAST_SYLLABLE) return undefined;
  return (code - FIRST_SYLLABLE) % SYLLABLES_WITH_ONE_VOWEL !== 0;
}
