/** What a chart shows. Times are Unix milliseconds, ascending; all series have a value, or null, for each of them. */
export interface ChartData {
  readonly times: readonly number[];
  /** Six at most: more cannot be told apart. */
  readonly series: readonly ChartSeries[];
  /** What lasts, such as an alert that is open. */
  readonly bands?: readonly ChartBand[] | undefined;
  /** What happened at one moment, such as a change of the configuration. */
  readonly marks?: readonly ChartMark[] | undefined;
  /** What the chart covers, where the data does not reach its ends. */
  readonly range?: readonly [from: number, to: number] | undefined;
  /** Without a cursor the legend says how many there are in all, instead of what is at the end. */
  readonly isSummed?: boolean | undefined;
}

export interface ChartSeries {
  readonly label: string;
  /** null where nothing is known: the line has a gap there. */
  readonly values: readonly (number | null)[];
  /** `right` has a scale of its own, and is drawn with dashes. */
  readonly axis?: 'left' | 'right';
  readonly format?: (value: number) => string;
}

export interface ChartBand {
  readonly from: number;
  readonly to: number;
  readonly tone: 'critical' | 'warning' | 'info';
  readonly label: string;
}

export interface ChartMark {
  readonly at: number;
  readonly label: string;
}

/** What stands over or at a moment, in words: bands that cover it, and marks nearer than half a step. */
export function notesAt({ times, bands = [], marks = [] }: ChartData, index: number): string[] {
  const at = times[index];
  if (at === undefined) return [];
  const step = Math.max(1, ((times.at(-1) ?? at) - (times[0] ?? at)) / Math.max(1, times.length - 1));
  return [
    ...bands.filter(({ from, to }) => from <= at + step / 2 && to >= at - step / 2),
    ...marks.filter((mark) => Math.abs(mark.at - at) <= step / 2),
  ].map(({ label }) => label);
}

/** The stretches of time in which there is any band of a tone: a hundred of them over each other would hide the lines. */
export function unionOf(bands: readonly ChartBand[]): Pick<ChartBand, 'from' | 'to' | 'tone'>[] {
  const tones = Map.groupBy(bands, ({ tone }) => tone);
  return [...tones].flatMap(([tone, those]) => {
    const union: { from: number; to: number; tone: ChartBand['tone'] }[] = [];
    for (const { from, to } of those.toSorted((a, b) => a.from - b.from)) {
      const last = union.at(-1);
      if (last && from <= last.to) last.to = Math.max(last.to, to);
      else union.push({ from, to, tone });
    }
    return union;
  });
}
