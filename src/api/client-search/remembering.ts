import { type Journal, JournalError, type RememberedClients } from '../../journal/door.ts';
import { BusyError } from '../../lib/work-queue.ts';

/** Waits for what is remembered of clients. False without a journal, and while it fails: there are still the sessions. */
export async function remembering(
  remembered: RememberedClients,
  journal: Pick<Journal, 'isOn'>,
): Promise<boolean> {
  try {
    await remembered.ready();
    return journal.isOn;
  } catch (error) {
    if (error instanceof JournalError || error instanceof BusyError) return false;
    throw error;
  }
}
