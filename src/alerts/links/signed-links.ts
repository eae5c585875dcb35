import type { MessageLink } from '../../delivery/door.ts';
import type { Clock } from '../../lib/clock.ts';
import { parseDuration } from '../../lib/duration.ts';
import type { Definitions } from '../../store/definitions.ts';
import { alertLinkTexts } from '../../texts/alert-links.ts';
import type { AlertSettingsStore } from '../alert-settings-store.ts';
import type { AlertLinks, LinkedNotice } from '../wording/wording.ts';
import { LinkKey } from './link-key.ts';
import { type LinkClaim, readToken, writeToken } from './link-token.ts';
import { type DashboardAddress, derivedUrl } from './public-address.ts';

interface SignedLinksParts {
  readonly definitions: Pick<Definitions, 'get' | 'put'>;
  readonly settings: Pick<AlertSettingsStore, 'get'>;
  readonly clock: Clock;
  readonly dashboard: DashboardAddress;
}

/** Below the address of the server. */
const PATH = '/a/';

/** How long the address of the machine is taken for what it was. */
const REMEMBERED = 60_000;

/** Links that let whoever has the message see the alert and act on it, for a while. */
export class SignedLinks implements AlertLinks {
  readonly #parts: SignedLinksParts;
  readonly #key: LinkKey;
  #dashboard: DashboardAddress;
  /** Asking for the addresses of the machine takes longer than all the rest of a message. */
  #known: { readonly url: string | undefined; readonly until: number } | undefined;

  constructor(parts: SignedLinksParts) {
    this.#parts = parts;
    this.#key = new LinkKey(parts.definitions);
    this.#dashboard = parts.dashboard;
  }

  /** Before the first message. */
  start(): void {
    this.#key.bytes();
  }

  /** Known once it listens. */
  listensAt(dashboard: DashboardAddress): void {
    this.#dashboard = dashboard;
    this.#known = undefined;
  }

  linksOf(notice: LinkedNotice, language: 'en' | 'zh'): readonly MessageLink[] {
    const { single } = notice;
    const isOver = single
      ? single.resolution !== undefined
      : notice.counts.opened + notice.counts.stillOpen === 0;
    const url = this.#urlOf({
      about: single ? 'alert' : 'notification',
      id: single?.id ?? notice.id,
      scope: isOver ? 'look' : 'act',
    });
    if (url === undefined) return [];
    const texts = alertLinkTexts[language];
    const view = { label: texts.view, url };
    if (isOver) return [view];
    const acknowledge = { label: texts.acknowledge, url: `${url}?ack` };
    const silence = { label: texts.silence, url: `${url}?silence` };
    return single?.acknowledgement ? [view, silence] : [view, acknowledge, silence];
  }

  /** What a token of a link says; why it is worth nothing. */
  read(token: string): LinkClaim | 'forged' | 'expired' {
    if (!this.#parts.settings.get().links.enable) return 'forged';
    const claim = readToken(token, this.#key.bytes());
    if (!claim) return 'forged';
    return claim.expiresAt <= this.#parts.clock.now() ? 'expired' : claim;
  }

  /** Whether a request comes from a page that people reach under the address of the settings. */
  isOwnOrigin(origin: string): boolean {
    const { public_url: url } = this.#parts.settings.get();
    return url !== undefined && new URL(url).origin === origin;
  }

  /** Makes every link of before worthless. */
  rotate(): void {
    this.#key.rotate();
  }

  #derived(): string | undefined {
    const now = this.#parts.clock.now();
    if (!this.#known || now >= this.#known.until || now < this.#known.until - REMEMBERED) {
      this.#known = { url: derivedUrl(this.#dashboard), until: now + REMEMBERED };
    }
    return this.#known.url;
  }

  #urlOf(claim: Omit<LinkClaim, 'expiresAt'>): string | undefined {
    const { links, public_url: publicUrl } = this.#parts.settings.get();
    const base = links.enable ? (publicUrl ?? this.#derived()) : undefined;
    if (base === undefined) return undefined;
    const expiresAt = this.#parts.clock.now() + (parseDuration(links.valid_for) ?? 0);
    const token = writeToken({ ...claim, expiresAt }, this.#key.bytes());
    return token && `${base.replace(/\/+$/, '')}${PATH}${token}`;
  }
}
