import assert from 'node:assert/strict';
import { test } from 'node:test';
import { brokerAlarmInChinese } from './broker-alarms.ts';

const cases: ReadonlyArray<
  readonly [name: string, message: string, details: Readonly<Record<string, unknown>>, said: string]
> = [
  ['overload/refuse_connections', 'overload: new connections are refused', {}, '过载：拒绝新连接'],
  ['high_process_memory_usage', '91% process memory usage', { usage: '91%' }, '进程内存使用率 91%'],
  ['conn_congestion/a/b/u', 'slow', { clientid: 'a/b' }, '连接拥塞：a/b 的接收速度低于发送速度'],
  ['rate_limited/d/u', 'fast', { clientid: 'd', reason: 'bytes_rate' }, '已限速：d 的发布超过其流量速率上限'],
  ['storage_failure', 'nothing can be stored: disk: full', {}, '无法写入存储：disk: full'],
  [
    'unusable_certificate/ssl:default',
    'new certificates of ssl:default cannot be used, those of before stay: no key',
    { listener: 'ssl:default' },
    'ssl:default 的新证书无法使用，仍使用原来的证书：no key',
  ],
  ['object_files', 'in English', { message_zh: '文件中的配置保持原样' }, '文件中的配置保持原样'],
  ['constructor', 'of another kind', {}, 'of another kind'],
];

for (const [name, message, details, said] of cases)
  test(`the alarm ${name} is said in Chinese: ${said}`, () =>
    assert.equal(brokerAlarmInChinese({ name, message, details }), said));
