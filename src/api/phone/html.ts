import { withoutControls } from '../../delivery/door.ts';

/** Text that is HTML already. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

type Part = Html | string | number | false | undefined | readonly Part[];

/** HTML in which every text that is filled in is text, also as the value of an attribute in quotes. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return new Html(String.raw({ raw: strings }, ...parts.map(write)));
}

function write(part: Part): string {
  if (part === undefined || part === false) return '';
  if (part instanceof Html) return part.text;
  if (typeof part === 'string') return escapeText(part);
  return typeof part === 'number' ? String(part) : part.map(write).join('');
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Whatever it is and wherever it comes from, the page stays short, and a text does not reach out of its place. */
const LONGEST_PART = 2000;

function escapeText(text: string): string {
  const part = text.length > LONGEST_PART ? `${text.slice(0, LONGEST_PART).toWellFormed()}…` : text;
  return withoutControls(part).replaceAll(/[&<>"']/g, (sign) => ESCAPES[sign] ?? sign);
}
