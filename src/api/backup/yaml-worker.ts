import { parentPort, workerData } from 'node:worker_threads';
import { doYamlTask } from './yaml-text.ts';
import type { YamlTask } from './yaml-thread.ts';

/** What `inYamlThread` starts as its thread. */
parentPort?.postMessage(doYamlTask(workerData as YamlTask));
