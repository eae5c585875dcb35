/** The figures of the last 30 days, for charts and for tools that ask as they ask EMQX. */
export { FigureHistory, type PresentFigures } from './figure-history.ts';
export { COUNTERS, type CounterName, type FigureReading, GAUGES, type GaugeName } from './figure-names.ts';
export { FigureTable } from './figure-table.ts';
export { countOf, type Latencies, quantile } from './latencies.ts';
export type { Sample } from './sample.ts';
