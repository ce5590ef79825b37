/** An element of a document. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlElement[];
  /** Its own text, entities decoded. */
  readonly text: string;
}

const DECLARATION = /^<\?xml version="1\.0" encoding="UTF-8"\?>\s*/;
const NO_CHARACTER = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;
const TOKEN = /<(\/?)([A-Za-z][\w.-]*)((?:\s+[\w.-]+="[^"<]*")*)\s*(\/?)>|([^<]+)/y;
const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/**
 * Reads an XML 1.0 document of elements, attributes and text, and nothing else: no comments, no CDATA, no processing
 * instructions, no document type.
 * @throws Error where the text is not well-formed
 */
export function parseXml(text: string): XmlElement {
  const illegal = NO_CHARACTER.exec(text);
  if (illegal !== null) throw new Error(`U+${illegal[0].codePointAt(0)?.toString(16)} is no character of XML 1.0`);
  const declaration = DECLARATION.exec(text);
  if (declaration === null) throw new Error('no XML declaration');
  const top = { name: '', attributes: {}, children: [] as XmlElement[], text: '' };
  const open: (typeof top)[] = [top];
  TOKEN.lastIndex = declaration[0].length;
  while (TOKEN.lastIndex < text.length) {
    const at = TOKEN.lastIndex;
    const match = TOKEN.exec(text);
    const current = open.at(-1);
    if (match === null || current === undefined) throw new Error(`not well-formed at ${text.slice(at, at + 80)}`);
    const [, isEnd = '', name = '', attributes = '', isEmpty = '', content] = match;
    if (content !== undefined) current.text += decoded(content);
    else if (isEnd !== '') {
      if (open.pop()?.name !== name) throw new Error(`</${name}> ends ${current.name}`);
    } else {
      const element = { name, attributes: attributesIn(attributes), children: [], text: '' };
      current.children.push(element);
      if (isEmpty === '') open.push(element);
    }
  }
  const [root] = top.children;
  if (open.length !== 1 || root === undefined || top.children.length !== 1 || top.text.trim() !== '')
    throw new Error('there is not one root element');
  return root;
}

function attributesIn(text: string): Record<string, string> {
  const attributes: Record<string, string> = {};
  for (const [, name = '', value = ''] of text.matchAll(/([\w.-]+)="([^"]*)"/g)) {
    if (Object.hasOwn(attributes, name)) throw new Error(`two attributes ${name}`);
    attributes[name] = decoded(value);
  }
  return attributes;
}

function decoded(text: string): string {
  if (text.includes(']]>')) throw new Error(']]> in text');
  return text.replace(/&(?:#(\d+);|(\w+);)?/g, (entity, decimal?: string, name?: string) => {
    const character = decimal === undefined ? ENTITIES[name ?? ''] : String.fromCodePoint(Number(decimal));
    if (character === undefined) throw new Error(`unknown entity ${entity}`);
    return character;
  });
}
