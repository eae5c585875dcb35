/** How a text is to be read: `markdown` is everything that chats understand of it, tags and entities included. */
export type Markup = 'plain' | 'markdown';

/** A piece that is kept or left out as a whole. */
export interface MarkupToken {
  readonly end: number;
  /** What has to be appended to close everything that is open here, were this the end. */
  readonly closers: string;
}

/** What a reader takes for one character: a letter with its marks, a flag, a family of emoji. Bounded, marks can be piled up. */
const CHARACTER = String.raw`(?:\p{RI}\p{RI}|[^](?:[\p{M}\p{EMod}\u20e3]{0,8}(?:\u200d[^][\p{M}\p{EMod}]{0,4}){0,8}))`;

/** An address that lacks its end leads elsewhere. */
const ADDRESS = String.raw`https?:\/\/[^\s<>()\[\]"'\x60|]{1,2000}`;

const plainToken = new RegExp(`(?<atom>${ADDRESS})|${CHARACTER}`, 'uy');

const markdownToken = new RegExp(
  [
    // Bounded: a device name of brackets would otherwise be read to its end for each of them.
    String.raw`(?<atom>\\[!-\/:-@\[-\x60{-~]|&#?\w{1,8};|!?\[(?:\\.|[^\[\]\\\n]){0,300}\]\([^()\s]{0,2000}\)|<at\b[^<>\n]{0,100}>[^<>\n]{0,100}<\/at>|${ADDRESS})`,
    String.raw`(?<fence>(?<=^|\n)\x60{3}[^\n\x60]{0,40}(?=\n|$))`,
    String.raw`<\/(?<closed>[a-z][a-z-]{0,15})>`,
    String.raw`<(?<opened>font|b|strong|i|em|u|ins|s|strike|del|code|pre|a|span|blockquote|tg-spoiler|text_tag)\b[^<>\n]{0,2000}(?<!\/)>`,
    String.raw`(?<tag><[@!#\/a-z][^<>\n]{0,2000}>)`,
    String.raw`(?<mark>\x60|\*\*|~~|__|(?<!\w)_|_(?!\w)|\*(?! ))`,
    '(?<line>\n)',
    CHARACTER,
  ].join('|'),
  'uy',
);

const FENCE = '\n```\n';

/** Cuts a text into pieces and says after each what is open. A fence goes on over lines, emphasis ends with its line. */
export function* tokensOf(text: string, markup: Markup): Generator<MarkupToken> {
  const pattern = markup === 'plain' ? plainToken : markdownToken;
  /** Closers of what is open, the innermost last. */
  let open: string[] = [];
  pattern.lastIndex = 0;
  for (let end = 0; end < text.length; ) {
    pattern.lastIndex = end;
    const match = pattern.exec(text);
    if (!match) return;
    end = match.index + match[0].length;
    open = openAfter(match.groups ?? {}, open);
    yield { end, closers: open.toReversed().join('') };
  }
}

function openAfter(
  { fence, line, mark, opened, closed }: Readonly<Record<string, string | undefined>>,
  open: string[],
): string[] {
  const [outermost] = open;
  if (fence !== undefined) return outermost === FENCE ? [] : [FENCE];
  if (outermost === FENCE) return open;
  if (line !== undefined) return open.filter((closer) => closer.startsWith('</'));
  const innermost = open.at(-1);
  if (innermost === '`' && mark !== '`') return open;
  if (opened !== undefined) return [...open, `</${opened}>`];
  if (closed !== undefined) return innermost === `</${closed}>` ? open.slice(0, -1) : open;
  if (mark === undefined) return open;
  return innermost === mark ? open.slice(0, -1) : [...open.filter((closer) => closer !== mark), mark];
}
