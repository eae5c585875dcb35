import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import type { HttpReceiver } from './http-receiver.ts';
import type { TestApp } from './running-app.ts';

/** Things to find, by the place where they were put; each is made up of letters that stand nowhere else. */
export class HiddenThings {
  readonly #things = new Map<string, { readonly place: string; readonly isSecret: boolean }>();

  get count(): number {
    return this.#things.size;
  }

  /** A name, a message or whatever else people have. */
  thing(place: string): string {
    return this.#made(place, false);
  }

  secret(place: string): string {
    return this.#made(place, true);
  }

  /** A secret that others made. */
  add(text: string, place: string): string {
    this.#things.set(text, { place, isSecret: true });
    return text;
  }

  at(place: string): string {
    return [...this.#things].find(([, thing]) => thing.place === place)?.[0] ?? '';
  }

  /** The places whose things are in a text, as they are or as they stand in a URL or in base64. */
  foundIn(text: string, { secretsOnly = false } = {}): string[] {
    return [...this.#things]
      .filter(([, { isSecret }]) => isSecret || !secretsOnly)
      .filter(([thing]) => formsOf(thing).some((form) => text.includes(form)))
      .map(([, { place }]) => place);
  }

  #made(place: string, isSecret: boolean): string {
    const text = `hush-${this.#things.size}-${place.replaceAll(/\W/g, '')}Qx7`;
    this.#things.set(text, { place, isSecret });
    return text;
  }
}

function formsOf(thing: string): string[] {
  return [thing, encodeURIComponent(thing), Buffer.from(thing).toString('base64').slice(0, -4)];
}

/** Puts something to find into every place that a secret, a message or a name can be in. */
export async function hideEverywhere(
  t: TestContext,
  { api, connect }: TestApp,
  { hidden, receiver }: { readonly hidden: HiddenThings; readonly receiver: HttpReceiver },
): Promise<void> {
  process.env.BUNDLE_TEST_SECRET = hidden.secret('environment');
  t.after(() => {
    delete process.env.BUNDLE_TEST_SECRET;
  });
  const dead = 'http://127.0.0.1:9';
  const connectors: object[] = [
    {
      type: 'http',
      name: 'erp',
      url: `http://127.0.0.1:${receiver.port}`,
      headers: {
        authorization: `Bearer ${hidden.secret('connector header')}`,
        'x-api-key': hidden.secret('api key header'),
      },
    },
    {
      type: 'dingtalk',
      name: 'ops',
      url: `${dead}/robot/send?access_token=${hidden.secret('DingTalk token')}`,
      secret: `SEC${hidden.secret('DingTalk secret')}`,
    },
    { type: 'wecom', name: 'ops', url: `${dead}/cgi-bin/webhook/send?key=${hidden.secret('WeCom key')}` },
    { type: 'feishu', name: 'ops', url: `${dead}/open-apis/bot/v2/hook/${hidden.secret('Feishu hook')}` },
    {
      type: 'webhook',
      name: 'ops',
      url: `${dead}/a/${hidden.add('5f2c9e77-1b4d-4c1e-9a55-0d6b2f3a9c10', 'webhook path')}?token=${hidden.secret('webhook query')}`,
    },
    {
      type: 'mqtt',
      name: 'cloud',
      server: '127.0.0.1:9',
      username: hidden.thing('bridge user'),
      password: hidden.secret('bridge password'),
    },
    {
      type: 'pgsql',
      name: 'db',
      server: '127.0.0.1:9',
      database: 'plant',
      username: 'tocsin',
      password: hidden.secret('database password'),
    },
    { type: 'http', name: 'env', url: dead, headers: { authorization: '${env:BUNDLE_TEST_SECRET}' } },
  ];
  for (const connector of connectors) await api.must('POST', '/connectors', connector);
  await api.must('POST', '/actions', {
    type: 'http',
    name: 'tell',
    connector: 'erp',
    parameters: {
      path: `/in?key=${hidden.secret('action path')}`,
      headers: { authorization: hidden.secret('action header') },
      body: `{"secret":"${hidden.thing('action body')}","payload":"\${payload}"}`,
    },
  });
  await api.must('POST', '/rules', {
    id: 'one',
    name: hidden.thing('name of a rule'),
    description: hidden.thing('description of a rule'),
    sql: `SELECT *, '${hidden.thing('text')}' as a -- ${hidden.thing('comment')}\nFROM "${hidden.thing('topic')}/+", "$events/client/connected" WHERE clientid != "${hidden.thing('quoted text')}"`,
    actions: [
      'http:tell',
      {
        function: 'republish',
        args: { topic: hidden.thing('republish topic'), payload: hidden.thing('republish payload') },
      },
    ],
  });
  const users = '/authentication/password_based:built_in_database/users';
  await api.must('POST', '/authentication', {
    mechanism: 'password_based',
    backend: 'built_in_database',
  });
  const [user, password] = [hidden.thing('MQTT user'), hidden.secret('MQTT password')];
  await api.must('POST', users, { user_id: user, password });
  await api.must('POST', '/banned', {
    as: 'clientid',
    who: hidden.thing('ban'),
    reason: hidden.thing('reason of a ban'),
  });
  const client = await connect({ clientId: hidden.thing('client id'), username: user, password });
  const payload = hidden.thing('payload');
  await client.publishAsync(hidden.thing('retained topic'), payload, { retain: true, qos: 1 });
  await client.subscribeAsync(hidden.thing('filter'));
  await client.publishAsync(`${hidden.at('topic')}/1`, hidden.thing('delivered payload'), { qos: 1 });
  await receiver.received(2);
  await assert.rejects(
    connect({
      clientId: hidden.thing('refused client'),
      username: user,
      password: hidden.secret('wrong password'),
    }),
  );
}
