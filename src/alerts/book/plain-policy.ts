import type { AlertPolicy } from '../alert-book.ts';

/** Of a source that has not said how it wants its alerts handled. */
export const PLAIN: AlertPolicy = {
  grace: 0,
  isPresence: false,
  endsOnReturn: false,
  quietAfter: undefined,
  flapping: undefined,
  group: { window: 30_000, by: [] },
  repeat: undefined,
  notify: undefined,
  hours: undefined,
  escalate: undefined,
};
