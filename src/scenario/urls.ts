import { accepted, type Parser, quotedUrl, rejected } from './parsers.js';

/** A secret URL, such as that of a chat channel. Knowing it is the right to use it, so no complaint repeats it. */
export const secretUrl: Parser<string> = (text) => {
  const url = URL.canParse(text.trim()) ? new URL(text.trim()) : undefined;
  if (url === undefined || !['http:', 'https:'].includes(url.protocol)) {
    return rejected('value.secret-url');
  }
  if (url.username !== '' || url.password !== '') return rejected('value.url.login');
  return accepted(url.href);
};

/** Where a collector takes metrics; without a path OTLP's own is added, as its standard says of a base URL. */
export const otlpUrl: Parser<string> = (text) => {
  const url = URL.canParse(text.trim()) ? new URL(text.trim()) : undefined;
  if (url === undefined || !['http:', 'https:'].includes(url.protocol)) {
    return rejected('value.url', { text: quotedUrl(text), example: 'http://127.0.0.1:4318' });
  }
  if (url.username !== '' || url.password !== '') {
    return rejected('value.url.login-otlp');
  }
  if (url.pathname === '/') url.pathname = '/v1/metrics';
  return accepted(url.href);
};
