import type { Inline } from './shown-message.ts';

/** Which markup a chat understands; everything else is shown as it is. */
export interface Flavour {
  /** `\*` is a star. */
  readonly backslash?: boolean;
  /** `&lt;` is a bracket. */
  readonly entities?: boolean;
  /** `**bold**`, or `*bold*` as in Slack. */
  readonly strong: '**' | '*';
  readonly emphasis?: '*' | '_';
  /** `<font color="warning">` of WeCom. */
  readonly fonts?: boolean;
  /** `[label](url)` */
  readonly links?: boolean;
  /** `<url|label>`, `<@U1>`, `<!channel>` of Slack, and its dates. */
  readonly angles?: boolean;
  /** `<@id>` of WeCom and Discord. */
  readonly calls?: boolean;
  /** `<at id=…></at>` of Feishu, `<at>name</at>` of Teams. */
  readonly ats?: boolean;
}

export const flavours = {
  wecom: { strong: '**', fonts: true, links: true, calls: true },
  dingtalk: { backslash: true, strong: '**', emphasis: '*', links: true },
  feishu: { entities: true, strong: '**', emphasis: '*', links: true, ats: true },
  slack: { entities: true, strong: '*', emphasis: '_', angles: true },
  teams: { backslash: true, strong: '**', emphasis: '_', links: true, ats: true },
  discord: { backslash: true, strong: '**', emphasis: '*', links: true, calls: true },
  plain: { backslash: true, strong: '**', emphasis: '*', links: true },
} as const satisfies Readonly<Record<string, Flavour>>;

interface Rule {
  readonly is: keyof Flavour | 'always';
  /** The character that it begins with, so that most of a text is never tried. */
  readonly begins: string;
  readonly pattern: RegExp;
  read(groups: readonly string[], inner: (text: string) => Inline[]): Inline;
}

const RULES: readonly Rule[] = [
  {
    is: 'backslash',
    begins: '\\',
    pattern: /\\([!-/:-@[-`{-~])/y,
    read: ([mark = '']) => ({ kind: 'text', text: mark }),
  },
  {
    is: 'entities',
    begins: '&',
    pattern: /&(#\d{1,7}|amp|lt|gt|quot|apos|nbsp);/y,
    read: ([name = '']) => ({ kind: 'text', text: characterOf(name) }),
  },
  {
    is: 'always',
    begins: '`',
    pattern: /`([^`\n]{1,2000})`/y,
    read: ([text = '']) => ({ kind: 'code', text }),
  },
  {
    is: 'fonts',
    begins: '<',
    pattern: /<font color="?(info|comment|warning)"?>([^\n]{0,4000}?)<\/font>/y,
    read: ([colour = '', text = ''], inner) => ({
      kind: 'colour',
      colour: colour as 'info' | 'comment' | 'warning',
      parts: inner(text),
    }),
  },
  {
    is: 'links',
    begins: '[',
    pattern: /\[((?:\\.|[^[\]\\\n]){0,500})\]\(([^()\s]{0,3000})\)/y,
    read: ([label = '', url = ''], inner) => ({ kind: 'link', parts: inner(label), url }),
  },
  {
    is: 'angles',
    begins: '<',
    pattern: /<!date\^\d+\^[^|>]*\|([^>]*)>/y,
    read: ([text = '']) => ({ kind: 'text', text }),
  },
  {
    is: 'angles',
    begins: '<',
    pattern: /<(?:[@#]|!subteam\^|!)([^|>\s]{1,200})(?:\|[^>]*)?>/y,
    read: ([name = '']) => ({ kind: 'mention', text: `@${name}` }),
  },
  {
    is: 'angles',
    begins: '<',
    pattern: /<((?:https?|mailto):[^|>\s]{1,3000})(?:\|([^>]*))?>/y,
    read: ([url = '', label], inner) => ({ kind: 'link', parts: inner(label || url), url }),
  },
  {
    is: 'calls',
    begins: '<',
    pattern: /<@([^>\s\u200b]{1,200})>/y,
    read: ([name = '']) => ({ kind: 'mention', text: `@${name}` }),
  },
  {
    is: 'ats',
    begins: '<',
    pattern: /<at(?: (?:id|user_id)="?([^">]{0,200})"?)?>([^<]{0,200})<\/at>/y,
    read: ([id = '', name = '']) => ({ kind: 'mention', text: `@${name || id}` }),
  },
];

/** Bold and the like, which may hold other marks. */
function markRules({ strong, emphasis }: Flavour): readonly Rule[] {
  const rules: Rule[] = [
    {
      is: 'always',
      begins: '*',
      pattern:
        strong === '**'
          ? /\*\*(?=\S)((?:\\.|[^*\\\n]|\*(?!\*)){1,2000}?)\*\*/y
          : /\*(?=\S)((?:[^*\n]){1,2000}?)\*/y,
      read: ([text = ''], inner) => ({ kind: 'strong', parts: inner(text) }),
    },
  ];
  if (emphasis !== undefined) {
    rules.push({
      is: 'always',
      begins: emphasis,
      pattern: emphasis === '*' ? /\*(?=\S)([^*\n]{1,2000}?)\*/y : /(?<!\w)_(?=\S)([^_\n]{1,2000}?)_(?!\w)/y,
      read: ([text = ''], inner) => ({ kind: 'emphasis', parts: inner(text) }),
    });
  }
  return rules;
}

/** Marks inside marks inside marks are more than any chat draws. */
const DEEPEST = 4;

export function readInline(text: string, flavour: Flavour, depth = 0): Inline[] {
  const rules = [...RULES, ...markRules(flavour)].filter(({ is }) => is === 'always' || flavour[is]);
  const parts: Inline[] = [];
  let waiting = '';
  const flush = () => {
    if (waiting !== '') parts.push({ kind: 'text', text: waiting });
    waiting = '';
  };
  const inner = (part: string) =>
    depth < DEEPEST ? readInline(part, flavour, depth + 1) : [{ kind: 'text' as const, text: part }];
  for (let at = 0; at < text.length; ) {
    const found = depth <= DEEPEST ? firstMatch(rules, text, at) : undefined;
    if (!found) {
      waiting += text[at];
      at += 1;
      continue;
    }
    const part = found.rule.read(found.groups, inner);
    if (part.kind === 'text') waiting += part.text;
    else {
      flush();
      parts.push(part);
    }
    at = found.end;
  }
  flush();
  return parts;
}

function firstMatch(rules: readonly Rule[], text: string, at: number) {
  const begins = text[at];
  for (const rule of rules) {
    if (rule.begins !== begins) continue;
    rule.pattern.lastIndex = at;
    const match = rule.pattern.exec(text);
    if (match) return { rule, groups: match.slice(1), end: rule.pattern.lastIndex };
  }
  return undefined;
}

const CHARACTERS: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: '\u00a0',
};

function characterOf(name: string): string {
  if (!name.startsWith('#')) return CHARACTERS[name] ?? '';
  const code = Number(name.slice(1));
  return code <= 0x10ffff ? String.fromCodePoint(code) : '';
}
