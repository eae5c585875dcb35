import type { Clock } from '../../../lib/clock.ts';
import type { Alert } from '../../alert.ts';
import type { AlertBook, AlertPolicy } from '../../alert-book.ts';
import { PLAIN } from '../../book/plain-policy.ts';
import type { PipelineSettings } from '../../pipeline-settings.ts';
import { Group } from '../group.ts';
import { Thread } from '../thread.ts';
import type { ChannelPort } from './channel-port.ts';
import { Desk } from './desk.ts';
import { Pace } from './pace.ts';
import { channelsNamed, isAboutChannel } from './routing.ts';

export const INBOX = 'preview:inbox';

interface DirectoryOptions {
  readonly book: Pick<AlertBook, 'policyOf'>;
  readonly channels: ChannelPort;
  readonly clock: Clock;
  readonly settings: () => PipelineSettings;
}

/** Groups, channels, and what each channel hears of each group. */
export class Directory {
  readonly groups = new Map<string, Group>();
  readonly desks = new Map<string, Desk>();
  readonly #options: DirectoryOptions;
  /** By the names of channels as they are written. */
  readonly #ids = new Map<string, string>();

  constructor(options: DirectoryOptions) {
    this.#options = options;
  }

  /** Undefined when the source is gone. */
  policyOf({ source }: Group): AlertPolicy | undefined {
    return this.#options.book.policyOf(source);
  }

  /** Of a source that is gone there may be a million alerts, which end in slices. */
  windowOf(group: Group): number {
    return (this.policyOf(group) ?? PLAIN).group.window;
  }

  group({ groupId, source }: Pick<Alert, 'groupId' | 'source'>): Group {
    let group = this.groups.get(groupId);
    if (!group) {
      group = new Group(groupId, source);
      this.groups.set(groupId, group);
    }
    return group;
  }

  desk(id: string): Desk {
    let desk = this.desks.get(id);
    if (!desk) {
      desk = new Desk(id);
      this.desks.set(id, desk);
      this.look(desk);
    }
    return desk;
  }

  /** @param channel its id, or its name as it is written when nobody has it */
  thread(alert: Pick<Alert, 'groupId' | 'source'>, channel: string): Thread {
    const group = this.group(alert);
    let thread = group.threads.get(channel);
    if (!thread) {
      const desk = this.desk(channel);
      thread = new Thread(group, desk);
      group.threads.set(channel, thread);
      desk.threads.add(thread);
    }
    return thread;
  }

  threadsOf({ groupId }: Alert): Iterable<Thread> {
    return this.groups.get(groupId)?.threads.values() ?? [];
  }

  *threads(): Generator<Thread> {
    for (const group of this.groups.values()) yield* group.threads.values();
  }

  remove(thread: Thread): void {
    const { group, desk } = thread;
    group.threads.delete(desk.id);
    desk.threads.delete(thread);
    desk.withMissed.delete(thread);
    this.forgetIfEmpty(group);
  }

  forgetIfEmpty(group: Group): void {
    if (group.isEmpty) this.groups.delete(group.id);
  }

  /** The ids of the channels on which an alert is told, as things are. */
  channelsOf(alert: Alert): string[] {
    const { book, settings } = this.#options;
    const policy = book.policyOf(alert.source);
    if (!policy) return [];
    const named = channelsNamed(alert, policy, settings());
    const ids = new Set<string>();
    for (const name of named) ids.add(this.idOf(name));
    const isOfSettings = named === settings().notify;
    if (isAboutChannel(alert)) this.#leaveOutFailing(alert, ids);
    if (ids.size === 0 && isOfSettings) ids.add(this.#inbox());
    return [...ids];
  }

  /** Where it cannot be made, on a full disk, what there is to say waits for it as for any channel that is not there. */
  #inbox(): string {
    try {
      return this.#options.channels.inbox().id;
    } catch {
      return INBOX;
    }
  }

  idOf(name: string): string {
    let id = this.#ids.get(name);
    if (id === undefined) {
      id = this.#options.channels.find(name)?.id ?? name;
      this.#ids.set(name, id);
    }
    return id;
  }

  /** Names may mean others now. */
  forgetNames(): void {
    this.#ids.clear();
  }

  /** What kind of channel it is. */
  look(desk: Desk): void {
    const view = this.#options.channels.find(desk.id);
    desk.staysOpen = view?.staysOpen ?? false;
    desk.isProgram = view?.isProgram ?? false;
    const perMinute = desk.isProgram || desk.staysOpen ? undefined : view?.perMinute;
    if (perMinute === desk.perMinute) return;
    desk.perMinute = perMinute;
    const now = this.#options.clock.now();
    desk.paces =
      perMinute === undefined
        ? undefined
        : { critical: new Pace(perMinute, now), normal: new Pace(perMinute, now) };
  }

  /** That a channel fails is told on others, which do not: those of the settings, else those that are in use. */
  #leaveOutFailing({ key }: Alert, ids: Set<string>): void {
    for (const id of ids) if (id === key || this.desks.get(id)?.isFailing) ids.delete(id);
    if (ids.size > 0) return;
    for (const desk of this.desks.values()) {
      const isUsable = this.#options.channels.find(desk.id)?.enable === true;
      if (desk.id !== key && isUsable && !desk.isFailing && desk.threads.size > 0) ids.add(desk.id);
    }
  }
}
