/** Values of environment variables, by their names. */
export type Variables = Readonly<Record<string, string>>;

/*
 * `${NAME}` stands for the value of an environment variable, and `$${` for the two characters `${`. What is followed by a second
 * brace is a dollar sign before a `{{placeholder}}`.
 */
const NAME = String.raw`[A-Za-z_]\w*`;
/** The source of a pattern for `$${`, or `${NAME}` with the name as its first group. */
export const VARIABLE_SOURCE = String.raw`\$\$\{(?!\{)|\$\{(${NAME})\}`;
const VARIABLE = new RegExp(VARIABLE_SOURCE, 'g');
const BROKEN = new RegExp(String.raw`\$\$\{(?!\{)|\$\{${NAME}\}|(\$\{(?!\{)[^}]*\}?)`, 'g');

/** The names in a text, in their order. */
export function variableNamesIn(text: string): string[] {
  return [...text.matchAll(VARIABLE)].flatMap((match) => match[1] ?? []);
}

/** What in a text begins like a variable and is none: `${NAME:-5}`, `${`. */
export function brokenVariablesIn(text: string): string[] {
  return [...text.matchAll(BROKEN)].flatMap((match) => match[1] ?? []);
}

/** Fills in the variables of a text; what a value holds is not read again, and one that is unknown becomes empty. */
export function fillVariables(text: string, variables: Variables): string {
  return text.replace(VARIABLE, (_, name: string | undefined) => valueOf(name, variables));
}

/** What a match of {@link VARIABLE_SOURCE} becomes. @param name of the variable; undefined for `$${` */
export function valueOf(name: string | undefined, variables: Variables): string {
  if (name === undefined) return '${';
  return Object.hasOwn(variables, name) ? (variables[name] ?? '') : '';
}
