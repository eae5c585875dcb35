/** The thread: the program that `JournalThread` starts. */
import { constants, setPriority } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import { isDamage } from './journal-database.ts';
import { JournalDesk } from './journal-desk.ts';
import { type Answer, type Assignment, OPENED, type Question } from './journal-question.ts';

const { file, limits, isWriter } = workerData as Assignment;

function reply(answer: Answer): void {
  parentPort?.postMessage(answer);
}

function refusalOf(error: unknown): Required<Answer>['error'] {
  return { message: error instanceof Error ? error.message : String(error), isDamage: isDamage(error) };
}

function open(): JournalDesk | undefined {
  try {
    if (!isWriter) {
      const desk = new JournalDesk(file, limits);
      reply({ id: OPENED });
      return desk;
    }
    const { desk, opened } = JournalDesk.openToWrite(file, limits);
    reply({ id: OPENED, result: opened });
    return desk;
  } catch (error) {
    reply({ id: OPENED, error: refusalOf(error) });
    return undefined;
  }
}

// Where cores are few, those who speak MQTT come first. Linux gives each thread a priority; elsewhere it is the process's.
if (process.platform === 'linux') setPriority(constants.priority.PRIORITY_BELOW_NORMAL);

const desk = open();
parentPort?.on('message', ({ id, name, argument }: Question) => {
  try {
    if (!desk) throw new Error('the journal could not be opened');
    reply({ id, result: desk[name](argument as never) });
  } catch (error) {
    reply({ id, error: refusalOf(error) });
  }
});
