import { TopicTree } from '../../mqtt/topic-tree.ts';
import { parseSharedFilter } from '../../mqtt/topics.ts';
import { RememberedRoutes } from './remembered-routes.ts';
import { type Route, type RouteEntry, routeOf, type Subscription, type Watcher } from './route.ts';
import { SharedGroup, type ShareStrategy } from './shared-group.ts';
import type { Topic } from './topic.ts';
import type { TopicNames } from './topic-names.ts';

/** By which groups choose their members: all of them, but for those that have a strategy of their own by name. */
export interface ShareStrategies {
  readonly usual: ShareStrategy;
  readonly byGroup: ReadonlyMap<string, ShareStrategy>;
}

/**
 * Who gets what is published to a topic. The tree is walked once per topic; the answer stays with the topic
 * until a subscription changes it. A filter without wildcards disturbs its own topic only, so that clients that
 * come and go with a topic of their own do not cost the others their routes.
 */
export class Router {
  readonly #tree = new TopicTree<RouteEntry>();
  readonly #names: TopicNames;
  readonly #strategies: ShareStrategies;
  readonly #random: () => number;
  /** Shared groups by group name and filter. */
  readonly #groups = new Map<string, SharedGroup>();
  /** How often each filter is subscribed to, watchers aside. */
  readonly #filters = new Map<string, number>();
  readonly #remembered = new RememberedRoutes();
  #version = 0;
  subscriptions = 0;
  sharedSubscriptions = 0;
  /** Subscribers and watchers below `$SYS/`. */
  systemSubscriptions = 0;

  constructor(names: TopicNames, strategies: ShareStrategies, random: () => number = Math.random) {
    this.#names = names;
    this.#strategies = strategies;
    this.#random = random;
  }

  /** Distinct filters that somebody subscribes to, without `$share/group/`. */
  get filters(): readonly string[] {
    return [...this.#filters.keys()];
  }

  hasFilter(filter: string): boolean {
    return this.#filters.has(filter);
  }

  get filterCount(): number {
    return this.#filters.size;
  }

  routeTo(topic: Topic): Route {
    const known = topic.route;
    if (known !== undefined && topic.routeVersion === this.#version) return known;
    const entries: RouteEntry[] = [];
    this.#tree.collect(topic.name, entries);
    const route = routeOf(entries);
    this.#remembered.remember(topic, route, this.#version);
    return route;
  }

  /** Whether a message to this topic name would reach anybody. */
  reaches(topicName: string): boolean {
    const { targets, groups, watchers } = this.routeTo(this.#names.fromName(topicName));
    return targets.length + groups.length + watchers.length > 0;
  }

  subscribe(subscription: Subscription): void {
    const shared = parseSharedFilter(subscription.filter);
    const filter = shared?.filter ?? subscription.filter;
    if (shared) {
      this.#group(shared.group, shared.filter).add(subscription);
      this.sharedSubscriptions++;
    } else this.#tree.add(filter, subscription);
    this.subscriptions++;
    this.#countSystem(filter, 1);
    this.#filters.set(filter, (this.#filters.get(filter) ?? 0) + 1);
    this.#changed(filter);
  }

  unsubscribe(subscription: Subscription): void {
    const shared = parseSharedFilter(subscription.filter);
    const filter = shared?.filter ?? subscription.filter;
    if (shared) {
      const group = this.#group(shared.group, shared.filter);
      group.remove(subscription);
      if (group.isEmpty) {
        this.#tree.remove(filter, group);
        this.#groups.delete(`${shared.group}/${filter}`);
      }
      this.sharedSubscriptions--;
    } else this.#tree.remove(filter, subscription);
    this.subscriptions--;
    this.#countSystem(filter, -1);
    const left = (this.#filters.get(filter) ?? 1) - 1;
    if (left > 0) this.#filters.set(filter, left);
    else this.#filters.delete(filter);
    this.#changed(filter);
  }

  watch(watcher: Watcher): () => void {
    this.#tree.add(watcher.filter, watcher);
    this.#countSystem(watcher.filter, 1);
    this.#changed(watcher.filter);
    return () => {
      this.#tree.remove(watcher.filter, watcher);
      this.#countSystem(watcher.filter, -1);
      this.#changed(watcher.filter);
    };
  }

  /** The group of this name with this filter, if it has members. */
  group(name: string, filter: string): SharedGroup | undefined {
    return this.#groups.get(`${name}/${filter}`);
  }

  #group(name: string, filter: string): SharedGroup {
    // A group name has no slash [MQTT-4.8.2-2], so the key is unambiguous.
    const key = `${name}/${filter}`;
    let group = this.#groups.get(key);
    if (!group) {
      const { usual, byGroup } = this.#strategies;
      group = new SharedGroup(byGroup.get(name) ?? usual, this.#random);
      this.#groups.set(key, group);
      this.#tree.add(filter, group);
    }
    return group;
  }

  #countSystem(filter: string, by: 1 | -1): void {
    if (filter.startsWith('$SYS/')) this.systemSubscriptions += by;
  }

  #changed(filter: string): void {
    if (filter.includes('+') || filter.includes('#')) this.#version++;
    else this.#names.forgetRoute(filter);
  }
}
