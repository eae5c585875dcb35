import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ListenError } from '../lib/listen-error.ts';
import { commandLineTexts } from '../texts/command-line.ts';
import { startFailureText } from './start-failure.ts';

const { en } = commandLineTexts;

function refusal(code: string, host = '0.0.0.0'): string {
  return startFailureText(new ListenError({ setting: 'listeners.tcp.port', host, port: 1883, code }), en);
}

test('a port in use is told with the setting that asked for it and the way to change it', () => {
  assert.equal(
    refusal('EADDRINUSE'),
    '0.0.0.0:1883 is in use already: another program listens there.\n' +
      'The setting listeners.tcp.port asks for it. Stop that program, or choose another port: ' +
      '--set listeners.tcp.port=0 takes a free one.',
  );
});

test('a port that may not be opened, and an address that is not ours, are told apart', () => {
  assert.match(refusal('EACCES'), /^This user may not listen on 0\.0\.0\.0:1883/);
  assert.match(
    refusal('EADDRNOTAVAIL', '2001:db8::1'),
    /\[2001:db8::1\]:1883 .*\n.*--set listeners\.tcp\.host=127\.0\.0\.1$/,
  );
  assert.match(refusal('EMFILE'), /\(EMFILE\)/);
});

test('a file that cannot be used is named, also when another error was made of it', () => {
  const cause = Object.assign(new Error('EACCES: permission denied'), {
    code: 'EACCES',
    syscall: 'mkdir',
    path: '/data',
  });
  const expected =
    'Cannot use /data (EACCES). Check its permissions, or choose another data directory: --data-dir DIR';
  assert.equal(startFailureText(cause, en), expected);
  assert.equal(startFailureText(new Error('cannot open', { cause }), en), expected);
});

test('everything else is told by its message, without a stack', () => {
  assert.equal(
    startFailureText(new Error('the database is damaged'), en),
    'Cannot start: the database is damaged',
  );
});
