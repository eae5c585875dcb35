import { formatByteSize, parseByteSize } from '../../lib/byte-size.ts';
import { parseDuration } from '../../lib/duration.ts';

/** How the thresholds of a monitor may be written. */
export interface Forms {
  /** What a bare number is. */
  readonly plain: 'amount' | 'share';
  readonly least: number;
  readonly most?: number;
  /** `80%` of what there is. */
  readonly share?: true;
  /** `80%` for a figure that is in percent anyway. */
  readonly percent?: true;
  /** `100GB` */
  readonly size?: true;
  /** `30s`; the unit of the figure, in milliseconds. */
  readonly duration?: number;
}

/** A threshold, read: so much, or such a share (in percent) of what there is. */
export interface Level {
  readonly kind: 'amount' | 'share';
  readonly amount: number;
}

/** What may be written, as the end of a sentence. */
export function describeForms({ plain, least, most, share, percent, size, duration }: Forms): string {
  const range = most === undefined ? `from ${least}` : `from ${least} to ${most}`;
  const number = plain === 'share' ? 'a number of percent from 0 to 100' : `a number ${range}`;
  const others = [
    (share || percent) && 'a share such as 80%',
    size && 'a size such as 100GB',
    duration !== undefined && 'a duration such as 30s',
  ].filter(Boolean);
  return [number, ...others].join(', or ');
}

/** Undefined when it is none of the forms, or out of bounds. */
export function readLevel(forms: Forms, written: number | string): Level | undefined {
  const level = readForm(forms, typeof written === 'string' ? written.trim() : written);
  if (!level || !Number.isFinite(level.amount)) return undefined;
  if (level.kind === 'share') return level.amount >= 0 && level.amount <= 100 ? level : undefined;
  return level.amount >= forms.least && level.amount <= (forms.most ?? Number.MAX_SAFE_INTEGER)
    ? level
    : undefined;
}

function readForm(forms: Forms, written: number | string): Level | undefined {
  if (typeof written === 'number') return { kind: forms.plain, amount: written };
  if (/^\d+(\.\d+)?$/.test(written)) return { kind: forms.plain, amount: Number(written) };
  const [, part] = /^(\d+(?:\.\d+)?) ?%$/.exec(written) ?? [];
  if (part !== undefined) {
    if (forms.percent) return { kind: 'amount', amount: Number(part) };
    return forms.share && { kind: 'share', amount: Number(part) };
  }
  const bytes = forms.size && parseByteSize(written);
  if (bytes !== undefined) return { kind: 'amount', amount: bytes };
  const milliseconds = forms.duration && parseDuration(written);
  return milliseconds === undefined || forms.duration === undefined
    ? undefined
    : { kind: 'amount', amount: milliseconds / forms.duration };
}

/**
 * The clear threshold that goes with a threshold when none was given: as far from it as those of the table are from
 * each other, and one off it at least.
 */
export function clearFor(
  threshold: Level,
  usual: { readonly threshold: Level; readonly clear: Level },
): Level {
  const { kind, amount } = threshold;
  const isBelow = usual.clear.amount < usual.threshold.amount;
  const ratio = usual.threshold.amount > 0 ? usual.clear.amount / usual.threshold.amount : 1;
  const scaled = amount * ratio;
  if (isBelow) return { kind, amount: Math.max(0, Math.min(Math.floor(scaled), amount - 1)) };
  const most = kind === 'share' ? 100 : Number.MAX_SAFE_INTEGER;
  return { kind, amount: Math.min(most, Math.max(Math.ceil(scaled), amount + 1)) };
}

/** What a figure is by the measure of a level: undefined when a share is asked for and the whole is not known. */
export function measured(level: Level, value: number, of: number | undefined): number | undefined {
  if (level.kind === 'amount') return value;
  return of !== undefined && Number.isFinite(of) && of > 0 ? (value / of) * 100 : undefined;
}

/** As it is written: `80%`, `90GB`, or the number. */
export function writeLevel({ size }: Forms, { kind, amount }: Level): number | string {
  if (kind === 'share') return `${amount}%`;
  if (!size) return amount;
  const text = formatByteSize(amount);
  return /^\d+$/.test(text) ? `${text}B` : text;
}
