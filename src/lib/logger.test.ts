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
