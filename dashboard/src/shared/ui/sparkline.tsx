import styles from './sparkline.module.css';

interface SparklineProps {
  /** Equally far apart, the oldest first; null where nothing is known. */
  readonly values: readonly (number | null)[];
  /** What it shows, for those who do not see it; without one it is decoration beside a number. */
  readonly label?: string | undefined;
  readonly height?: number;
}

const WIDTH = 100;

/** The shape of a short past, as wide as its place; zero is its lower edge. */
export function Sparkline({ values, label, height = 24 }: SparklineProps) {
  const most = Math.max(1, ...values.map((value) => value ?? 0));
  const step = values.length > 1 ? WIDTH / (values.length - 1) : 0;
  // A pixel of air above and below, so that the line is not cut.
  const y = (value: number) => height - 1 - (value / most) * (height - 2);
  return (
    // biome-ignore lint/a11y/noSvgWithoutTitle: it has a label, or is decoration
    <svg
      className={styles.line}
      viewBox={`0 0 ${WIDTH} ${height}`}
      height={height}
      preserveAspectRatio="none"
      {...(label === undefined ? { 'aria-hidden': true } : { role: 'img', 'aria-label': label })}
    >
      {runsOf(values).map(({ first, run }) => (
        <polyline
          key={first}
          points={[...run, ...(run.length === 1 ? run : [])]
            .map((value, index) => `${((first + index) * step).toFixed(1)},${y(value).toFixed(1)}`)
            .join(' ')}
        />
      ))}
    </svg>
  );
}

/** The stretches in which there are values. */
function runsOf(values: readonly (number | null)[]): { first: number; run: number[] }[] {
  const runs: { first: number; run: number[] }[] = [];
  for (const [index, value] of values.entries()) {
    if (value === null) continue;
    const last = runs.at(-1);
    if (last && last.first + last.run.length === index) last.run.push(value);
    else runs.push({ first: index, run: [value] });
  }
  return runs;
}
