import { find, growTo, prune, TopicNode } from './topic-node.ts';

/** Our own class, so that a single value that happens to be a Set is not taken for several. */
class Several<T> extends Set<T> {}

/** One value is held directly: most filters have one subscriber. */
type Content<T> = T | Several<T>;

/**
 * Values under topic filters, found by topic name (§4.7). A filter holds a value once; a value that stands
 * under several filters that match is found several times. Filters and topics are valid ones, and share names
 * are taken off before.
 */
export class TopicTree<T extends NonNullable<unknown>> {
  readonly #root = new TopicNode<Content<T>>();

  add(filter: string, value: T): void {
    const node = growTo(this.#root, filter);
    const { content } = node;
    if (content === undefined) {
      node.content = value;
    } else if (content instanceof Several) {
      content.add(value);
    } else if (content !== value) {
      node.content = new Several([content, value]);
    }
  }

  /** False if the filter did not hold the value. */
  remove(filter: string, value: T): boolean {
    const node = find(this.#root, filter);
    if (node?.content === undefined) return false;
    if (node.content instanceof Several) {
      if (!node.content.delete(value)) return false;
      if (node.content.size === 1) [node.content] = node.content;
      return true;
    }
    if (node.content !== value) return false;
    node.content = undefined;
    prune(this.#root, filter);
    return true;
  }

  /**
   * Appends the values of every filter that matches a topic name. Goes down level by level with all nodes
   * that match so far, so that its depth does not depend on the topic.
   */
  collect(topic: string, into: T[]): void {
    let nodes = [this.#root];
    let hidden = topic.startsWith('$'); // from wildcards on the first level [MQTT-4.7.2-1]
    for (let start = 0; nodes.length > 0; ) {
      const slash = topic.indexOf('/', start);
      const level = topic.slice(start, slash < 0 ? undefined : slash);
      const below: typeof nodes = [];
      for (const { children } of nodes) {
        if (!children) continue;
        if (!hidden) {
          appendContent(children.get('#'), into); // [MQTT-4.7.1-1]
          appendNode(children.get('+'), below); // [MQTT-4.7.1-2]
        }
        appendNode(children.get(level), below);
      }
      nodes = below;
      if (slash < 0) break;
      start = slash + 1;
      hidden = false;
    }
    for (const node of nodes) {
      appendContent(node, into);
      appendContent(node.children?.get('#'), into); // 'a/#' matches 'a' too (§4.7.1.2)
    }
  }
}

function appendNode<C>(node: TopicNode<C> | undefined, nodes: TopicNode<C>[]): void {
  if (node) nodes.push(node);
}

function appendContent<T>(node: TopicNode<Content<T>> | undefined, into: T[]): void {
  const content = node?.content;
  if (content === undefined) return;
  if (content instanceof Several) for (const value of content) into.push(value);
  else into.push(content);
}
