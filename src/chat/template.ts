import { assertSendable } from '../core/http-header.js';
import type { JsonValue } from '../core/json.js';
import { VARIABLE_SOURCE, type Variables, valueOf } from '../core/variables.js';

/**
 * Values for placeholders, by scope: `{ user: { name: 'k3f9q2-7' }, room: { id: 'f16f…' } }`; a bare name has the scope ''. The scope
 * {@link VARIABLES} has the values of `${NAME}`.
 */
export type TemplateScopes = Readonly<Record<string, Readonly<Record<string, JsonValue>>>> & {
  readonly [VARIABLES]?: Variables;
};

/** The scope of variables, which no `{{placeholder}}` can name. */
export const VARIABLES = Symbol('variables');

const NO_VARIABLES: Variables = {};
/** Both kinds are looked for at once, so that what one fills in is not read by the other. */
const PLACEHOLDER = new RegExp(String.raw`\{\{\s*([\w.-]+)\s*\}\}|${VARIABLE_SOURCE}`, 'g');
const WHOLE = /^\{\{\s*([\w.-]+)\s*\}\}$/;

/**
 * Fills the placeholders and the variables of a text; a value that is not a string is written as JSON, an unknown one becomes empty.
 * @param encode what becomes of each value before it stands in the text
 */
export function fillText(text: string, scopes: TemplateScopes, encode: (value: string) => string = asItIs): string {
  return text.replace(PLACEHOLDER, (_, path: string | undefined, variable: string | undefined) => {
    if (path === undefined) {
      const filled = valueOf(variable, scopes[VARIABLES] ?? NO_VARIABLES);
      return variable === undefined ? filled : encode(filled);
    }
    const value = lookUp(path, scopes);
    return encode(typeof value === 'string' ? value : value === undefined ? '' : JSON.stringify(value));
  });
}

function asItIs(value: string): string {
  return value;
}

/**
 * Fills the placeholders and the variables of a JSON template, in keys' values at any depth; a string that is one placeholder becomes
 * the value itself.
 */
export function fillJson(template: JsonValue, scopes: TemplateScopes): JsonValue {
  if (typeof template === 'string') {
    const whole = WHOLE.exec(template);
    return whole === null ? fillText(template, scopes) : (lookUp(whole[1] ?? '', scopes) ?? null);
  }
  if (Array.isArray(template)) return template.map((item: JsonValue) => fillJson(item, scopes));
  if (typeof template === 'object' && template !== null) {
    return Object.fromEntries(Object.entries(template).map(([key, value]) => [key, fillJson(value, scopes)]));
  }
  return template;
}

/**
 * Fills the headers of a request, none of which can end its line: what a server gave for a value may hold anything.
 * @param request names it in the error
 * @throws OperationError when a value could
 */
export function fillHeaders(
  request: string,
  headers: Readonly<Record<string, string>>,
  scopes: TemplateScopes,
): Record<string, string> {
  const filled: Record<string, string> = {};
  for (const [name, template] of Object.entries(headers)) {
    const value = fillText(template, scopes);
    assertSendable(`the header ${name} of ${request}`, value);
    filled[name] = value;
  }
  return filled;
}

function lookUp(path: string, scopes: TemplateScopes): JsonValue | undefined {
  const dot = path.indexOf('.');
  const scopeName = dot === -1 ? '' : path.slice(0, dot);
  const scope = Object.hasOwn(scopes, scopeName) ? scopes[scopeName] : undefined;
  const name = path.slice(dot + 1);
  return scope !== undefined && Object.hasOwn(scope, name) ? scope[name] : undefined;
}
