/** Particles of Korean that depend on the sound before them, as dictionaries write them: after a consonant, after a vowel. */
const PARTICLES: Readonly<Record<string, readonly [afterConsonant: string, afterVowel: string]>> = {
  '은(는)': ['은', '는'],
  '이(가)': ['이', '가'],
  '을(를)': ['을', '를'],
  '와(과)': ['과', '와'],
  '(으)로': ['으로', '로'],
};

const PARTICLE = '은\\(는\\)|이\\(가\\)|을\\(를\\)|와\\(과\\)|\\(으\\)로';
const FIRST_PARTICLE = new RegExp(`^(["”’'»)\\]]*)(${PARTICLE})`);
const EACH_PARTICLE = new RegExp(PARTICLE, 'g');

/** The one particle that takes ㄹ for a vowel. */
const AFTER_RIEUL = '(으)로';

/** Digits whose names end in a consonant: 영, 일, 삼, 육, 칠, 팔. */
const CONSONANT_DIGITS = '013678';
/** Those of them whose names end in ㄹ. */
const RIEUL_DIGITS = '178';
/** Letters whose names end in a consonant, by that consonant: 엘, 알; 엠, 엔. */
const RIEUL_LETTERS = 'LR';
const CONSONANT_LETTERS = 'LMNR';
/** Units behind a number, all of which end in a vowel when they are read: 밀리초, 초, 바이트, 메비바이트. */
const UNIT = /\d\s?(?:ms|s|[KMGT]?i?B)$/;

const FIRST_SYLLABLE = 0xac00;
const LAST_SYLLABLE = 0xd7a3;
const SYLLABLES_WITH_ONE_VOWEL = 28;
/** The place of ㄹ among the final consonants of syllables. */
const RIEUL = 8;

/** What a text ends in when it is read aloud. */
type Sound = 'consonant' | 'rieul' | 'vowel';

/**
 * Wording that follow a value, their particle chosen by its last sound: `을(를) 보냈습니다` after `방 3` is `을 보냈습니다`. After what has no
 * sound of its own in Korean (a word in Latin letters; abbreviations such as TPS and URL are spelled) both are kept.
 */
export function withParticle(before: string, words: string): string {
  return words.replace(FIRST_PARTICLE, (whole, closing: string, particle: string) => {
    const chosen = particleAfter(before, particle);
    return chosen === undefined ? whole : `${closing}${chosen}`;
  });
}

/** A sentence whose values stand in it already, each of its particles chosen: `p50이(가) 늦음` is `p50이 늦음`. */
export function withParticles(sentence: string): string {
  return sentence.replace(
    EACH_PARTICLE,
    (particle, at: number) => particleAfter(sentence.slice(0, at), particle) ?? particle,
  );
}

function particleAfter(before: string, particle: string): string | undefined {
  const sound = lastSound(before);
  const forms = PARTICLES[particle];
  if (sound === undefined || forms === undefined) return undefined;
  const isConsonant = sound === 'consonant' || (sound === 'rieul' && particle !== AFTER_RIEUL);
  return forms[isConsonant ? 0 : 1];
}

function lastSound(text: string): Sound | undefined {
  const said = /^.*[\p{L}\p{N}%]/su.exec(text)?.[0] ?? '';
  const last = said.at(-1) ?? '';
  // 퍼센트
  if (last === '%' || UNIT.test(said)) return 'vowel';
  if (/\d/.test(last)) return soundIn(last, CONSONANT_DIGITS, RIEUL_DIGITS);
  if (/(?<!\p{L})[A-Z]+$/u.test(said)) return soundIn(last, CONSONANT_LETTERS, RIEUL_LETTERS);
  const code = last.charCodeAt(0);
  if (!(code >= FIRST_SYLLABLE && code <= LAST_SYLLABLE)) return undefined;
  const final = (code - FIRST_SYLLABLE) % SYLLABLES_WITH_ONE_VOWEL;
  return final === 0 ? 'vowel' : final === RIEUL ? 'rieul' : 'consonant';
}

function soundIn(sign: string, consonants: string, rieuls: string): Sound {
  if (rieuls.includes(sign)) return 'rieul';
  return consonants.includes(sign) ? 'consonant' : 'vowel';
}
