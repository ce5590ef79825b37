import type { EnglishKey } from '../en/index.js';
import { KOREAN_ERROR_WORDS } from './errors.js';
import { KOREAN_FINDINGS } from './findings.js';
import { KOREAN_MORE_FINDINGS } from './findings-more.js';
import { KOREAN_SEARCHING } from './searching.js';
import { KOREAN_TARGETED } from './targeted.js';
import { KOREAN_VERDICT } from './verdict.js';
import { KOREAN_HEADLINE } from './headline.js';
import { KOREAN_LIVE } from './live.js';
import { KOREAN_MARKDOWN } from './markdown.js';
import { KOREAN_MENU } from './menu.js';
import { KOREAN_NEXT } from './next.js';
import { KOREAN_PAGE } from './page.js';
import { KOREAN_PAGE_PHRASES } from './page-phrases.js';
import { KOREAN_COMMAND_WORDS } from './commands.js';
import { KOREAN_PLAN } from './plan.js';
import { KOREAN_PROBLEMS } from './problems.js';
import { KOREAN_PROGRESS } from './progress.js';
import { KOREAN_SHIPPED } from './shipped.js';
import { KOREAN_SUMMARY } from './summary.js';

/** Every sentence in Korean: one that English has and this has not does not compile. */
export function koreanDictionary(): Readonly<Record<EnglishKey, string>> {
  return {
    ...KOREAN_HEADLINE,
    ...KOREAN_LIVE,
    ...KOREAN_SHIPPED,
    ...KOREAN_SUMMARY,
    ...KOREAN_NEXT,
    ...KOREAN_MENU,
    ...KOREAN_MARKDOWN,
    ...KOREAN_PAGE,
    ...KOREAN_PAGE_PHRASES,
    ...KOREAN_COMMAND_WORDS,
    ...KOREAN_PLAN,
    ...KOREAN_PROBLEMS,
    ...KOREAN_PROGRESS,
    ...KOREAN_VERDICT,
    ...KOREAN_FINDINGS,
    ...KOREAN_MORE_FINDINGS,
    ...KOREAN_ERROR_WORDS,
    ...KOREAN_TARGETED,
    ...KOREAN_SEARCHING,
  };
}
