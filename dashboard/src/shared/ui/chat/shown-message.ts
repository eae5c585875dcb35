/** A message as somebody reads it in a chat, whatever the vendor's body looks like. All texts are plain. */
export interface ShownMessage {
  /** What notifications and lists of conversations show, where the chat does not show it as well. */
  readonly push?: string | undefined;
  readonly title?: readonly Inline[] | undefined;
  /** The colour of the card, the bar at its side or the title. */
  readonly tone?: Tone | undefined;
  readonly blocks: readonly Block[];
  /** Whom the message calls, where the text does not say it. */
  readonly mentions?: readonly string[] | undefined;
}

export type Tone = 'critical' | 'warning' | 'info' | 'good' | 'quiet';

export type Inline =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'strong' | 'emphasis'; readonly parts: readonly Inline[] }
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'link'; readonly parts: readonly Inline[]; readonly url: string }
  | { readonly kind: 'mention'; readonly text: string }
  /** The three colours of WeCom. */
  | {
      readonly kind: 'colour';
      readonly colour: 'info' | 'comment' | 'warning';
      readonly parts: readonly Inline[];
    };

export interface ShownField {
  readonly name: readonly Inline[];
  readonly value: readonly Inline[];
}

export interface ShownLink {
  readonly label: string;
  readonly url: string;
}

export type Block =
  | { readonly kind: 'paragraph' | 'heading' | 'quote' | 'item' | 'note'; readonly parts: readonly Inline[] }
  | { readonly kind: 'code'; readonly text: string }
  /** `wide`: one below the other, names at the left; else two side by side, names above. */
  | { readonly kind: 'fields'; readonly layout: 'wide' | 'tiles'; readonly fields: readonly ShownField[] }
  | { readonly kind: 'buttons'; readonly links: readonly ShownLink[] };

export function plain(text: string): Inline[] {
  return text === '' ? [] : [{ kind: 'text', text }];
}

/** Without any markup, for what has room for one line only. */
export function textOf(parts: readonly Inline[]): string {
  return parts.map((part) => ('parts' in part ? textOf(part.parts) : part.text)).join('');
}
