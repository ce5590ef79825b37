/** The words of a simple command as a POSIX shell reads them: quotes and backslashes, no expansion. */
export function shellWords(command: string): string[] {
  const words: string[] = [];
  for (const [word] of command.matchAll(/(?:'[^']*'|"[^"]*"|\\.|[^\s'"\\])+/gs)) {
    words.push(
      word.replaceAll(/'([^']*)'|"([^"]*)"|\\(.)/gs, (_, single?: string, double?: string, escaped?: string) => {
        return single ?? double ?? escaped ?? '';
      }),
    );
  }
  return words;
}
