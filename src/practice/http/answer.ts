import type { ServerResponse } from 'node:http';

/** What a route answers. */
export interface Answer {
  readonly status: number;
  /** Sent as JSON. */
  readonly body: unknown;
}

/** A refusal as every JSON route words it. */
export function refusal(status: number, error: string): Answer {
  return { status, body: { error } };
}

export function sendJson(response: ServerResponse, { status, body }: Answer): void {
  send(response, status, 'application/json; charset=utf-8', JSON.stringify(body));
}

/** The page that Express answers with where no route does: not JSON, and clients have to live with it. */
export function sendErrorPage(response: ServerResponse, status: number, message: string): void {
  const page = [
    '<!DOCTYPE html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    '<title>Error</title>',
    '</head>',
    '<body>',
    `<pre>${escapeHtml(message)}</pre>`,
    '</body>',
    '</html>',
    '',
  ].join('\n');
  response.setHeader('Content-Security-Policy', "default-src 'none'");
  response.setHeader('X-Content-Type-Options', 'nosniff');
  send(response, status, 'text/html; charset=utf-8', page);
}

function send(response: ServerResponse, status: number, contentType: string, text: string): void {
  response.writeHead(status, { 'Content-Type': contentType, 'Content-Length': Buffer.byteLength(text) }).end(text);
}

const HTML_ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => HTML_ENTITIES[character] ?? character);
}
