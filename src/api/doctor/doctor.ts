import { type Advice, type DoctorTexts, doctorTexts } from '../../texts/doctor.ts';
import type { DoctorCheck } from '../contract.ts';

/** What was looked at, as it was found. Times are milliseconds, sizes bytes. */
export interface Findings {
  readonly listeners: readonly {
    readonly id: string;
    readonly enabled: boolean;
    readonly running: boolean;
  }[];
  /** By which anybody gets in from other machines without a password. */
  readonly openListeners: readonly string[];
  readonly disk: { readonly free: number; readonly total: number } | null;
  readonly files: { readonly open: number | null; readonly maximum: number | null };
  readonly loopDelay: number;
  readonly certificates: readonly FoundCertificate[];
  /** Those that are switched on. */
  readonly reaches: readonly FoundReach[];
  readonly now: number;
}

export interface FoundCertificate {
  readonly listener: string;
  readonly subject: string;
  readonly notBefore: number;
  readonly notAfter: number;
}

export interface FoundReach {
  /** `wecom:ops` */
  readonly id: string;
  /** Why nobody was reached; undefined when somebody was. */
  readonly failure: string | undefined;
  /** How far its clock was ahead of ours when it last answered; undefined when it did not tell. */
  readonly clockAhead: number | undefined;
}

type State = DoctorCheck['state'];

const DAY = 86_400_000;

/** Clocks of answers are in whole seconds, and answers take their time. */
const CLOCK_TOLERANCE = 10_000;
/** Signatures hold for an hour; what drifts so far will not stop there. */
const CLOCK_WRONG = 600_000;

/** Files that a broker of any use should be allowed to have open. */
const FEW_FILES = 4096;

/** What there is to say about it, the same in each language. Pure. */
export function diagnose(found: Findings): DoctorCheck[] {
  return [
    ports(found),
    access(found),
    disk(found),
    clock(found),
    certificates(found),
    outbound(found),
    files(found),
    loop(found),
  ];
}

function ports({ listeners }: Findings): DoctorCheck {
  const enabled = listeners.filter((one) => one.enabled);
  const closed = enabled.filter(({ running }) => !running).map(({ id }) => id);
  if (enabled.length === 0) return say('ports', 'look', (texts) => texts.portsNone);
  return closed.length > 0
    ? say('ports', 'wrong', (texts) => texts.portsWrong(closed.join(', ')))
    : say('ports', 'fine', (texts) => texts.portsFine(enabled.length));
}

function access({ openListeners }: Findings): DoctorCheck {
  return openListeners.length > 0
    ? say('access', 'wrong', (texts) => texts.accessOpen(openListeners.join(', ')))
    : say('access', 'fine', (texts) => texts.accessFine);
}

function disk({ disk: space }: Findings): DoctorCheck {
  if (!space) return say('disk', 'unknown', (texts) => texts.diskUnknown);
  const free = roundBytes(space.free);
  const total = roundBytes(space.total);
  const state = stateOf(space.free / Math.max(1, space.total), 0.1, 0.03);
  return say('disk', state, (texts) =>
    state === 'fine' ? texts.diskFine(free, total) : texts.diskLow(free, total),
  );
}

function clock({ reaches }: Findings): DoctorCheck {
  const told = reaches.flatMap(({ id, clockAhead }) =>
    clockAhead === undefined ? [] : [{ id, clockAhead }],
  );
  // One that is wrong itself should not put the blame on us: the clock that is nearest to ours decides.
  const [nearest] = told.toSorted((a, b) => Math.abs(a.clockAhead) - Math.abs(b.clockAhead));
  if (!nearest) return say('clock', 'unknown', (texts) => texts.clockUnknown);
  const ahead = Math.abs(nearest.clockAhead);
  if (ahead <= CLOCK_TOLERANCE) return say('clock', 'fine', (texts) => texts.clockFine(told.length));
  const seconds = Math.round(nearest.clockAhead / 1000);
  return say('clock', ahead > CLOCK_WRONG ? 'wrong' : 'look', (texts) => texts.clockOff(seconds, nearest.id));
}

function certificates({ certificates: all, now }: Findings): DoctorCheck {
  const early = all.find(({ notBefore }) => notBefore > now);
  if (early) {
    return say('certificates', 'wrong', (texts) => texts.certificatesEarly(nameOf(early), early.listener));
  }
  const [first] = all.toSorted((a, b) => a.notAfter - b.notAfter);
  if (!first) return say('certificates', 'unknown', (texts) => texts.certificatesNone);
  const days = Math.floor((first.notAfter - now) / DAY);
  const state = stateOf(days, 30, 7);
  return say('certificates', state, (texts) =>
    state === 'fine'
      ? texts.certificatesFine(nameOf(first), days)
      : texts.certificatesSoon(nameOf(first), first.listener, days),
  );
}

/** Names of places that are told with their reasons; the others are counted by the pages that list them. */
const MOST_NAMED = 5;

function outbound({ reaches }: Findings): DoctorCheck {
  const lost = reaches.filter(({ failure }) => failure !== undefined);
  if (reaches.length === 0) return say('outbound', 'unknown', (texts) => texts.outboundNone);
  if (lost.length === 0) return say('outbound', 'fine', (texts) => texts.outboundFine(reaches.length));
  const named = lost.slice(0, MOST_NAMED).map(({ id, failure = '' }) => `${id} (${failure})`);
  const more = lost.length > MOST_NAMED ? ` + ${lost.length - MOST_NAMED}` : '';
  return say('outbound', 'wrong', (texts) => texts.outboundWrong(named.join('; ') + more));
}

function files({ files: { open, maximum } }: Findings): DoctorCheck {
  if (open === null || maximum === null) return say('files', 'unknown', (texts) => texts.filesUnknown);
  const state = stateOf(1 - open / maximum, 0.3, 0.1);
  if (state !== 'fine') return say('files', state, (texts) => texts.filesLow(open, maximum));
  return maximum < FEW_FILES
    ? say('files', 'look', (texts) => texts.filesSmall(open, maximum))
    : say('files', 'fine', (texts) => texts.filesFine(open, maximum));
}

function loop({ loopDelay }: Findings): DoctorCheck {
  const delay = Math.round(loopDelay);
  if (delay <= 100) return say('loop', 'fine', (texts) => texts.loopFine(delay));
  return say('loop', delay > 500 ? 'wrong' : 'look', (texts) => texts.loopLate(delay));
}

function say(name: DoctorCheck['name'], state: State, advise: (texts: DoctorTexts) => Advice): DoctorCheck {
  const inLanguage = (language: keyof typeof doctorTexts) => {
    const { sentence, fix = null } = advise(doctorTexts[language]);
    return { sentence, fix };
  };
  return { name, state, en: inLanguage('en'), zh: inLanguage('zh') };
}

function nameOf({ subject, listener }: FoundCertificate): string {
  return /CN=([^,\n]+)/.exec(subject)?.[1] ?? (subject || listener);
}

function stateOf(left: number, low: number, veryLow: number): State {
  return left < veryLow ? 'wrong' : left < low ? 'look' : 'fine';
}

const UNITS = ['B', 'kB', 'MB', 'GB', 'TB'];

/** As the dashboard writes sizes. */
function roundBytes(bytes: number): string {
  const power = bytes < 1000 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log10(bytes) / 3));
  const value = bytes / 1000 ** power;
  return `${value < 10 && power > 0 ? Math.round(value * 10) / 10 : Math.round(value)} ${UNITS[power]}`;
}
