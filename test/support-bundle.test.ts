import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HiddenThings, hideEverywhere } from './support/hidden-things.ts';
import { HttpReceiver } from './support/http-receiver.ts';
import { startTestApp } from './support/running-app.ts';
import { needsOpenssl, readCertificate, TestAuthority } from './support/test-certificates.ts';

test(
  'no secret, no message and no name of a device or a user is in a bundle, wherever it was put',
  needsOpenssl,
  async (t) => {
    const hidden = new HiddenThings();
    const receiver = await new HttpReceiver().open();
    t.after(() => receiver.close());
    const keyPassword = hidden.secret('password of a TLS key');
    const tls = new TestAuthority(t).issue('plant', { password: keyPassword });
    const { cert, key } = readCertificate(tls);
    hidden.add(key.split('\n')[1] ?? '', 'TLS key');
    const app = await startTestApp(t, [
      'dashboard.bootstrap_username=boss',
      `dashboard.bootstrap_password=${hidden.secret('dashboard password')}`,
      `opentelemetry.exporter.authorization=Bearer ${hidden.secret('collector token')}`,
      `opentelemetry.exporter.endpoint=http://me:${hidden.secret('user of a URL')}@127.0.0.1:9`,
      'listeners.ssl.enable=true',
      'listeners.ssl.port=0',
      `listeners.ssl.ssl_options.certfile=${cert}`,
      `listeners.ssl.ssl_options.keyfile=${key}`,
      `listeners.ssl.ssl_options.password=${keyPassword}`,
    ]);
    await hideEverywhere(t, app, { hidden, receiver });

    const bundle = (await app.api.must('GET', '/system/support_bundle')) as Record<string, unknown>;
    const text = JSON.stringify(bundle);
    assert.deepEqual(hidden.foundIn(text), []);
    assert.ok(hidden.count > 35, 'there was something to find');

    for (const part of [
      'dingtalk:ops',
      'pgsql:db',
      'http:tell',
      `'…'`,
      '"…/+"',
      '$events/client/connected',
      'ssl:default',
    ])
      assert.ok(JSON.stringify(bundle).includes(JSON.stringify(part).slice(1, -1)), `${part} is there`);
    const { checks } = bundle.doctor as {
      checks: { name: string; state: string; en: { sentence: string } }[];
    };
    const outbound = checks.find(({ name }) => name === 'outbound');
    assert.equal(outbound?.state, 'wrong');
    assert.match(outbound?.en.sentence ?? '', /dingtalk:ops \(.*refused/);
  },
);
