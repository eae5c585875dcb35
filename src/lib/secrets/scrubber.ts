import { MASK, maskTokensIn } from './secret-patterns.ts';

/** Shorter ones would be found everywhere, and what is left of a sentence would say nothing. */
const SHORTEST = 4;

/** Takes secrets out of texts that others wrote: vendors echo tokens in their answers, drivers in their errors. */
export class Scrubber {
  readonly #secrets: readonly string[];

  constructor(secrets: Iterable<string>) {
    const forms = new Set<string>();
    for (const secret of secrets) {
      if (secret.length < SHORTEST) continue;
      for (const form of formsOf(secret)) forms.add(form);
    }
    // A longer one may hold a shorter one.
    this.#secrets = [...forms].sort((a, b) => b.length - a.length);
  }

  /** Known secrets only: as cheap as looking for them. */
  known(text: string): string {
    let scrubbed = text;
    for (const secret of this.#secrets) {
      if (scrubbed.includes(secret)) scrubbed = scrubbed.replaceAll(secret, MASK);
    }
    return scrubbed;
  }

  /** Known secrets, and whatever looks like one. */
  text(text: string): string {
    return maskTokensIn(this.known(text));
  }
}

/** As it is, as it stands in a URL, in JSON, and after `Basic`. */
function formsOf(secret: string): string[] {
  const forms = [secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret.toWellFormed())];
  try {
    forms.push(decodeURIComponent(secret));
  } catch {
    // It holds a percent sign that encodes nothing.
  }
  return forms.filter((form) => form.length >= SHORTEST);
}
