import type { JournalLimits } from './event-writer.ts';
import type { JournalDesk } from './journal-desk.ts';

/** What a thread is started with. */
export interface Assignment {
  readonly file: string;
  readonly limits: JournalLimits;
  readonly isWriter: boolean;
}

/** What can be asked: the methods of the desk. */
export type Asked = keyof JournalDesk;

/** What changes nothing, for the thread that reads. */
export type Readable = Extract<
  Asked,
  | 'search'
  | 'estimate'
  | 'histogram'
  | 'get'
  | 'clients'
  | 'remembered'
  | 'client'
  | 'history'
  | 'lostClients'
  | 'figures'
>;

export interface Question {
  readonly id: number;
  readonly name: Asked;
  readonly argument: unknown;
}

export interface Answer {
  readonly id: number;
  readonly result?: unknown;
  readonly error?: { readonly message: string; readonly isDamage: boolean };
}

/** The number of the answer that every thread gives first: that it has opened the file. */
export const OPENED = 0;
