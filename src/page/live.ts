import { renderPage, updatePage } from '#page/app.js';
import { el } from '#page/dom.js';
import { HEADLINE_WORD } from '#page/format.js';
import { labelled, phrase, useLabels } from '#page/labels.js';
import { afterStep } from '#page/live-step.js';
import type { PageMessages } from '../report/page/page-step.js';
import type { LivePage, PageData } from '../report/page/page-types.js';

/** Attempts to reach a run again, before it counts as gone; the browser makes one every few seconds. */
const MOST_ATTEMPTS = 10;

const SAYS = {
  waiting: 'Waiting for the run…',
  going: '',
  away: 'The run cannot be reached. Trying again…',
  refused: 'The run takes no more viewers: it is just over, or has as many as it has room for.',
  gone: 'The connection to the run is lost; this is what it told last. Its terminal may say more.',
  over: 'The run is over. This page has all of its result and needs nothing more; it cannot be loaded again.',
} as const;

const { events, told } = JSON.parse(document.getElementById('page-live')?.textContent ?? '{}') as LivePage;
useLabels(told?.labels ?? {});
const status = el('p', { class: 'live-status', role: 'status' });
document.body.append(status);

let data: PageData | undefined;
let attempts = 0;
const source = new EventSource(events);

function say(state: keyof typeof SAYS): void {
  status.textContent = labelled(SAYS[state]);
  status.hidden = SAYS[state] === '';
  document.documentElement.dataset['live'] = state;
}

function show(newer: PageData): void {
  const isFirst = data === undefined;
  data = newer;
  attempts = 0;
  if (isFirst) renderPage(document.body, newer);
  else updatePage(newer);
}

/** What the run told last, said to be that: a run that cannot be heard is not known to be running. */
function withoutNews(last: PageData): PageData {
  const [, , sentence] = HEADLINE_WORD.exec(last.headline.text) ?? [];
  const text = phrase('NO NEWS: the last was {told}', { told: sentence ?? last.headline.text });
  return { ...last, progress: null, headline: { tone: 'warn', text } };
}

/** Listens to one of the messages; what it brings is our own server's JSON. */
function on<Name extends keyof PageMessages>(name: Name, listen: (message: PageMessages[Name]) => void): void {
  source.addEventListener(name, ({ data: text }: MessageEvent<string>) =>
    listen(JSON.parse(text) as PageMessages[Name]),
  );
}

on('whole', (whole) => {
  show(whole);
  say('going');
});
on('step', (step) => {
  if (data !== undefined) show(afterStep(data, step));
});
on('end', (end) => {
  source.close();
  show(end);
  say('over');
});
source.addEventListener('error', () => {
  attempts++;
  const isGone = source.readyState === EventSource.CLOSED || attempts > MOST_ATTEMPTS;
  if (isGone) source.close();
  if (data === undefined && isGone) say('refused');
  else {
    if (data !== undefined) updatePage(withoutNews(data));
    say(isGone ? 'gone' : 'away');
  }
});
say('waiting');
