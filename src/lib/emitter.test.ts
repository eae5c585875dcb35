import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Emitter } from './emitter.ts';

interface News {
  settled: { id: number };
  closed: undefined;
}

test('listeners hear what is emitted under their name, in the order in which they came', () => {
  const emitter = new Emitter<News>();
  const heard: string[] = [];
  emitter.on('settled', ({ id }) => heard.push(`first ${id}`));
  emitter.on('settled', ({ id }) => heard.push(`second ${id}`));
  emitter.on('closed', () => heard.push('closed'));
  emitter.emit('settled', { id: 7 });
  assert.deepEqual(heard, ['first 7', 'second 7']);
});

test('a listener that is taken away hears nothing more, and the others go on', () => {
  const emitter = new Emitter<News>();
  let count = 0;
  const listener = (): void => {
    count++;
  };
  const off = emitter.on('closed', listener);
  emitter.on('closed', listener);
  off();
  off();
  emitter.emit('closed', undefined);
  assert.equal(count, 1);
});

test('a listener may take itself away while it is called', () => {
  const emitter = new Emitter<News>();
  const heard: string[] = [];
  const off = emitter.on('closed', () => {
    heard.push('once');
    off();
  });
  emitter.on('closed', () => heard.push('always'));
  emitter.emit('closed', undefined);
  emitter.emit('closed', undefined);
  assert.deepEqual(heard, ['once', 'always', 'always']);
});
