import { parentPort } from 'node:worker_threads';
import { hashSync } from 'bcryptjs';
import type { Answer, Question } from './bcrypt-thread.ts';

/** What `BcryptThread` starts as its thread: answers each question with a hash. */
parentPort?.on('message', ({ id, password, salt }: Question) => {
  let answer: Answer;
  try {
    answer = { id, hash: hashSync(password, salt) };
  } catch (error) {
    answer = { id, error: String(error) };
  }
  parentPort?.postMessage(answer);
});
