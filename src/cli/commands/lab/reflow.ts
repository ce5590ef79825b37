import { wrap } from '../../text.js';

/** A paragraph, or an item of a list, of which all lines but the first are moved in. */
interface Block {
  readonly indent: number;
  text: string;
}

const ITEM = /^( *(?:[-*]|\d+\.) )\S/;
const CODE = /^ {4}/;

/** A Markdown text for a terminal: paragraphs and items in lines of at most `width` columns, code and empty lines as they are. */
export function reflow(text: string, width: number): string {
  const lines: string[] = [];
  let block: Block | undefined;
  const flush = (): void => {
    if (block === undefined) return;
    const { indent } = block;
    const [first = '', ...rest] = wrap(block.text.slice(indent), width - indent);
    lines.push(`${block.text.slice(0, indent)}${first}`, ...rest.map((line) => `${' '.repeat(indent)}${line}`));
    block = undefined;
  };
  for (const line of text.split('\n')) {
    const item = ITEM.exec(line)?.[1];
    if (block !== undefined && item === undefined && line.trim() !== '' && !(CODE.test(line) && block.indent === 0)) {
      block.text += ` ${line.trim()}`;
      continue;
    }
    flush();
    if (line.trim() === '' || (CODE.test(line) && item === undefined)) lines.push(line);
    else block = { indent: item?.length ?? 0, text: line };
  }
  flush();
  return lines.join('\n');
}
