import type { AlertPolicy } from '../alert-book.ts';
import type { Ledger } from './telling/ledger.ts';
import type { Thread } from './thread.ts';

/** Where the rule wants so, people are not told of the end; what is open at a vendor or a program is ended there all the same. */
export function dropOver(thread: Thread, policy: AlertPolicy | undefined, ledger: Ledger): void {
  const { over, told, desk, inFlight } = thread;
  if (over.size === 0 || !policy?.endsUntold || desk.staysOpen || desk.isProgram || inFlight > 0) return;
  for (const [id] of over) {
    over.delete(id);
    ledger.settle(thread, id);
  }
  if (told.size === 0) thread.incident = undefined;
}

/** What was over before anybody could be told is only counted, where something kept it from being told. */
export function dropMissed(thread: Thread, ledger: Ledger): void {
  const { missed, desk } = thread;
  if (missed.size === 0 || thread.isGated || thread.inFlight > 0 || desk.inFlight.size > 0) return;
  if (desk.failingSince !== undefined || desk.interruption) return;
  for (const [id] of missed) {
    missed.delete(id);
    ledger.settle(thread, id);
  }
}
