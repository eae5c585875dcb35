import type { Alert } from '../alert.ts';
import type { AlertBook } from '../alert-book.ts';
import type { Directory } from './channels/directory.ts';
import type { Group } from './group.ts';
import type { Thread } from './thread.ts';

interface EscalationsOptions {
  readonly book: Pick<AlertBook, 'get' | 'policyOf'>;
  readonly directory: Directory;
  readonly touch: (thread: Thread) => void;
  /** It is to be looked at then: Unix milliseconds. */
  readonly wakeAt: (group: Group, at: number) => void;
}

/** Who hears of what nobody took care of for too long. */
export class Escalations {
  readonly #options: EscalationsOptions;

  constructor(options: EscalationsOptions) {
    this.#options = options;
  }

  await({ id, openedAt, groupId, source, acknowledgement }: Alert): void {
    const { book, directory, wakeAt } = this.#options;
    const escalate = book.policyOf(source)?.escalate;
    if (!escalate || openedAt === undefined || acknowledgement) return;
    const group = directory.group({ groupId, source });
    const at = openedAt + escalate.after;
    const { escalations } = group;
    // They open in their order, but for those that a restart brings back.
    const place = escalations.findLastIndex((other) => other.at <= at);
    escalations.splice(place + 1, 0, { at, id });
    if (place < 0) wakeAt(group, at);
  }

  /** Those who know it already are not told again. */
  due(group: Group, now: number): void {
    const { book, directory, touch, wakeAt } = this.#options;
    const escalate = directory.policyOf(group)?.escalate;
    const { escalations } = group;
    const later = escalations.findIndex(({ at }) => at > now);
    for (const { id } of escalations.splice(0, later < 0 ? Infinity : later)) {
      const alert = book.get(id);
      if (alert?.status !== 'open') continue;
      for (const name of escalate?.notify ?? []) {
        const thread = directory.thread(alert, directory.idOf(name));
        if (!thread.told.has(id)) thread.worsen(alert, now);
        touch(thread);
      }
    }
    const [next] = escalations;
    if (next) wakeAt(group, next.at);
    else directory.forgetIfEmpty(group);
  }
}
