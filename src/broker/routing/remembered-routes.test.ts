import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RememberedRoutes } from './remembered-routes.ts';
import type { Route, Target } from './route.ts';
import { Topic } from './topic.ts';

const topicOf = (name: string) => new Topic(name, Buffer.from(name), 0);

test('routes are forgotten when all of them together would hold too many receivers', () => {
  const routes = new RememberedRoutes(10);
  const [a, b, c] = [topicOf('a'), topicOf('b'), topicOf('c')];
  const route: Route = { targets: Array<Target>(4), groups: [], watchers: [] };
  for (const topic of [a, b]) routes.remember(topic, route, 7);
  assert.deepEqual([a.route, b.route, b.routeVersion], [route, route, 7]);
  routes.remember(c, route, 8);
  assert.deepEqual([a.route, b.route, c.route, c.routeVersion], [undefined, undefined, route, 8]);
});

test('a single route larger than the bound is remembered', () => {
  const routes = new RememberedRoutes(10);
  const topic = topicOf('a');
  const route: Route = { targets: Array<Target>(40), groups: [], watchers: [] };
  routes.remember(topic, route, 1);
  assert.equal(topic.route, route);
});
