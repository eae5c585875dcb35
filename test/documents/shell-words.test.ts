import assert from 'node:assert/strict';
import { test } from 'node:test';
import { shellCommands } from './shell-words.ts';

test('commands are read word by word, as a shell does', () => {
  const code = String.raw`# first
curl -d '{"a": "b c"}' \
  "http://x/\$events" # why
call POST /rules '{"sql": "a != '\''b'\''"}' | jq . > out.txt
npm ci && npm test`;
  assert.deepEqual(shellCommands(code), [
    ['curl', '-d', '{"a": "b c"}', 'http://x/$events'],
    ['call', 'POST', '/rules', `{"sql": "a != 'b'"}`],
    ['jq', '.'],
    ['out.txt'],
    ['npm', 'ci'],
    ['npm', 'test'],
  ]);
});
