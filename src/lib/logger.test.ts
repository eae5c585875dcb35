import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createLogger } from './logger.ts';

function destination(isTTY = false) {
  const lines: string[] = [];
  return { isTTY, lines, write: (text: string) => lines.push(text) };
}

test('away from a terminal a log line is one JSON object with a level in words and an ISO time', () => {
  const output = destination();
  const logger = createLogger({ level: 'info', format: 'auto', destination: output });
  logger.child({ component: 'broker' }).warn({ clientid: 'c1' }, 'queue is full');
  logger.debug('too quiet');
  assert.equal(output.lines.length, 1);
  const { time, ...line } = JSON.parse(output.lines[0] ?? '');
  assert.match(time, /^\d{4}-\d\d-\d\dT.*Z$/);
  assert.deepEqual(line, { level: 'warn', component: 'broker', clientid: 'c1', msg: 'queue is full' });
});

test('for people it is time, level, component, message and fields', () => {
  const output = destination();
  const logger = createLogger({ level: 'info', format: 'human', destination: output });
  logger.child({ component: 'broker' }).info({ clientid: 'c 1', port: 1883 }, 'connected');
  const [line = ''] = output.lines;
  assert.match(
    line,
    /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3} INFO {2}broker {5}connected clientid="c 1" port=1883\n$/,
  );
});

test('foreign text can neither steer the terminal nor forge a line', () => {
  const output = destination();
  const logger = createLogger({ level: 'info', format: 'human', destination: output });
  logger.info({ clientid: 'a\u001b[2Jb\nFATAL forged\u202e' }, 'hello\r\u009b31m');
  const [line = ''] = output.lines;
  assert.match(line, /hello\\u000d\\u009b31m clientid="a\\u001b\[2Jb\\nFATAL forged\\u202e"\n$/);
  assert.equal(line.split('\n').length, 2);
});

test('an error brings its stack on lines of its own', () => {
  const output = destination();
  createLogger({ level: 'info', format: 'human', destination: output }).error(
    new Error('disk\u001b full'),
    'cannot write',
  );
  assert.match(output.lines[0] ?? '', /ERROR cannot write\n {4}Error: disk\\u001b full\n {8}at /);
});

test('colour is for terminals only, and NO_COLOR is respected', (t) => {
  const before = process.env.NO_COLOR;
  t.after(() => {
    if (before === undefined) delete process.env.NO_COLOR;
    else process.env.NO_COLOR = before;
  });
  const line = (isTTY: boolean): string => {
    const output = destination(isTTY);
    createLogger({ level: 'info', format: 'human', destination: output }).info('hello');
    return output.lines[0] ?? '';
  };
  delete process.env.NO_COLOR;
  assert.ok(line(true).includes('\u001b[32mINFO'));
  assert.ok(!line(false).includes('\u001b'));
  process.env.NO_COLOR = '1';
  assert.ok(!line(true).includes('\u001b'));
});

test('a secret that is logged by accident is blotted out', () => {
  const output = destination();
  const logger = createLogger({ level: 'info', format: 'json', destination: output });
  logger.info({ password: 'p1', settings: { token: 't1', url: 'u' } }, 'starting');
  assert.match(output.lines[0] ?? '', /"password":"\*{6}","settings":\{"token":"\*{6}","url":"u"\}/);
});

test('a token inside of a sentence is blotted out, whoever wrote the sentence', () => {
  const output = destination();
  const logger = createLogger({ level: 'info', format: 'json', destination: output });
  logger.warn({ err: new Error('GET https://h/send?key=abc failed') }, 'at /bot12:AAbb/sendMessage');
  const { err, msg } = JSON.parse(output.lines[0] ?? '');
  assert.deepEqual(
    [err.message, msg],
    ['GET https://h/send?key=****** failed', 'at /bot12:******/sendMessage'],
  );
  assert.doesNotMatch(err.stack, /abc/);
});

test('a secret in an error or in the fields of a child is blotted out too', () => {
  const output = destination();
  const logger = createLogger({ level: 'info', format: 'json', destination: output }).child({ secret: 's1' });
  logger.error(Object.assign(new Error('refused'), { token: 't1', code: 'ENO' }));
  const { secret, err } = JSON.parse(output.lines[0] ?? '');
  assert.deepEqual([secret, err.token, err.code, err.type], ['******', '******', 'ENO', 'Error']);
});

test('the stack of an error goes on with those of its causes, also when they are a circle', () => {
  const output = destination();
  const first = new Error('the disk is full');
  const second = new TypeError('nothing was stored', { cause: first });
  first.cause = second;
  createLogger({ level: 'info', format: 'json', destination: output }).error({ err: second }, 'failed');
  const { err, msg } = JSON.parse(output.lines[0] ?? '');
  assert.deepEqual([err.type, err.message, msg], ['TypeError', 'nothing was stored', 'failed']);
  assert.match(err.stack, /^TypeError: nothing was stored\n[\s\S]*\ncaused by: Error: the disk is full\n/);
});

test('what JSON cannot say is logged as text', () => {
  const output = destination();
  const logger = createLogger({ level: 'info', format: 'json', destination: output });
  const circle: { self?: unknown } = {};
  circle.self = circle;
  logger.info({ circle, count: 12n }, 'odd');
  logger.info({ count: 12n }, 'big');
  assert.deepEqual(
    output.lines.map((line) => [JSON.parse(line).msg, JSON.parse(line).count]),
    [
      ['odd', '12'],
      ['big', '12'],
    ],
  );
});

test('a child can be quieter, and a silent logger says nothing', () => {
  const output = destination();
  const logger = createLogger({ level: 'info', format: 'json', destination: output });
  logger.child({ component: 'api' }, { level: 'warn' }).info('too quiet');
  createLogger({ level: 'silent', format: 'json', destination: output }).fatal('too quiet');
  assert.deepEqual(output.lines, []);
  logger.child({ component: 'api' }, { level: 'debug' }).debug({}, 'heard');
  assert.equal(JSON.parse(output.lines[0] ?? '').component, 'api');
});

test('what is fatal is written before the call returns', () => {
  let flushed = 0;
  const output = { ...destination(), flushSync: () => flushed++ };
  createLogger({ level: 'info', format: 'json', destination: output }).error('bad');
  assert.equal(flushed, 0);
  createLogger({ level: 'info', format: 'json', destination: output }).fatal('worse');
  assert.equal(flushed, 1);
});
