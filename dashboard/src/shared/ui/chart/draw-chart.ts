import 'uplot/dist/uPlot.min.css';
import uPlot from 'uplot';
import { type ChartData, unionOf } from './chart-data.ts';

/** What the component keeps up to date, and the drawing reads when it draws. */
export interface ChartView {
  readonly data: ChartData;
  readonly kind: 'line' | 'bars';
  readonly timeZone: string | undefined;
  readonly formatNumber: (value: number) => string;
  readonly formatTick: (at: number, step: number) => string;
  readonly onCursor: (index: number | null) => void;
  readonly onSelect: ((from: number, to: number) => void) | undefined;
}

export interface DrawnChart {
  /** The data or the colours have changed. */
  update(): void;
  resize(width: number): void;
  moveCursor(index: number | null): void;
  destroy(): void;
}

const FONT = '11px system-ui, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif';
/** Where there is no cursor. */
const OUTSIDE = { left: -10, top: -10 };
const BAND_OPACITY = 0.12;

/** @param view the latest one @param group charts that share their cursor */
export function drawChart(
  place: HTMLElement,
  view: () => ChartView,
  options: { readonly group: string; readonly height: number; readonly width: number },
): DrawnChart {
  const colours = getComputedStyle(place);
  const colour = (name: string) => colours.getPropertyValue(name).trim() || 'gray';
  const { data, kind, timeZone, onSelect } = view();
  const usesRight = data.series.some(({ axis }) => axis === 'right');

  const axis: uPlot.Axis = {
    stroke: () => colour('--mantine-color-dimmed'),
    font: FONT,
    grid: { stroke: () => colour('--tocsin-line'), width: 1 },
    ticks: { show: false },
  };
  const values: uPlot.Axis.DynamicValues = (_chart, splits) =>
    splits.map((value) => view().formatNumber(value));

  const plot = new uPlot(
    {
      width: options.width,
      height: options.height,
      ms: 1,
      ...(timeZone !== undefined && { tzDate: (at: number) => uPlot.tzDate(new Date(at), timeZone) }),
      legend: { show: false },
      // To the right half of the last time of day.
      padding: [8, usesRight ? 0 : 20, 0, 0],
      cursor: {
        sync: { key: options.group, setSeries: false, scales: ['x', null] },
        drag: { x: onSelect !== undefined, y: false, setScale: false },
        y: false,
        points: { show: kind === 'line', size: 5 },
      },
      scales: {
        x: { range: (_chart, from, to) => xRange(view().data, from, to) },
        y: { range: (_chart, _from, to) => [0, Math.max(1, (to ?? 0) * 1.1)] },
        right: { range: (_chart, _from, to) => [0, Math.max(1, (to ?? 0) * 1.1)] },
      },
      axes: [
        {
          ...axis,
          size: 24,
          grid: { show: false },
          values: (_chart, splits, _axis, _space, step) => splits.map((at) => view().formatTick(at, step)),
          space: 72,
        },
        { ...axis, size: 44, space: 32, values },
        ...(usesRight
          ? [
              {
                ...axis,
                scale: 'right',
                side: 1 as const,
                size: 44,
                space: 32,
                values,
                grid: { show: false },
              },
            ]
          : []),
      ],
      series: [
        {},
        ...data.series.map(
          ({ axis: side }, index): uPlot.Series => ({
            scale: side === 'right' ? 'right' : 'y',
            width: 1.5,
            stroke: () => colour(`--tocsin-series-${index + 1}`),
            ...(side === 'right' && { dash: [5, 3] }),
            ...(kind === 'bars' && {
              fill: () => colour(`--tocsin-series-${index + 1}`),
              width: 0,
              ...bars(),
            }),
            points: { show: false },
          }),
        ),
      ],
      hooks: {
        drawAxes: [(chart) => drawBandsAndMarks(chart, view().data, colour)],
        setLegend: [(chart) => view().onCursor(chart.cursor.idx ?? null)],
        setSelect: [
          (chart) => {
            const { left, width } = chart.select;
            if (width < 2) return;
            view().onSelect?.(chart.posToVal(left, 'x'), chart.posToVal(left + width, 'x'));
            chart.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
          },
        ],
      },
    },
    alignedData(data),
    place,
  );

  return {
    update: () => plot.setData(alignedData(view().data)),
    resize: (width) => plot.setSize({ width, height: options.height }),
    moveCursor(index) {
      const at = index === null ? undefined : view().data.times[index];
      const place = at === undefined ? OUTSIDE : { left: plot.valToPos(at, 'x'), top: 10 };
      // Its types do not name the third argument: whether the other charts of the group follow.
      (plot.setCursor as (place: object, isTold: boolean, isShared: boolean) => void)(place, true, true);
    },
    destroy: () => plot.destroy(),
  };
}

function bars(): Pick<uPlot.Series, 'paths'> {
  const paths = uPlot.paths.bars?.({ size: [0.8, 40], align: 1 });
  return paths ? { paths } : {};
}

function alignedData({ times, series }: ChartData): uPlot.AlignedData {
  return [times as number[], ...series.map(({ values }) => values as (number | null)[])];
}

function xRange({ range }: ChartData, from: number | null, to: number | null): [number, number] {
  if (range) return [range[0], range[1]];
  const first = from ?? Date.now() - 1;
  return [first, Math.max(to ?? first, first + 1)];
}

function drawBandsAndMarks(
  chart: uPlot,
  { bands = [], marks = [] }: ChartData,
  colour: (name: string) => string,
) {
  const { ctx, bbox } = chart;
  const x = (at: number) =>
    Math.min(bbox.left + bbox.width, Math.max(bbox.left, chart.valToPos(at, 'x', true)));
  ctx.save();
  ctx.globalAlpha = BAND_OPACITY;
  for (const { from, to, tone } of unionOf(bands)) {
    const left = x(from);
    const width = Math.max(uPlot.pxRatio, x(to) - left);
    if (left >= bbox.left + bbox.width || x(to) <= bbox.left) continue;
    ctx.fillStyle = colour(`--tocsin-${tone}`);
    ctx.fillRect(left, bbox.top, width, bbox.height);
  }
  ctx.globalAlpha = 1;
  ctx.strokeStyle = colour('--mantine-color-dimmed');
  ctx.fillStyle = ctx.strokeStyle;
  ctx.lineWidth = uPlot.pxRatio;
  ctx.setLineDash([2 * uPlot.pxRatio, 3 * uPlot.pxRatio]);
  const size = 4 * uPlot.pxRatio;
  for (const { at } of marks) {
    const left = chart.valToPos(at, 'x', true);
    if (left < bbox.left || left > bbox.left + bbox.width) continue;
    ctx.beginPath();
    ctx.moveTo(left, bbox.top);
    ctx.lineTo(left, bbox.top + bbox.height);
    ctx.stroke();
    ctx.beginPath();
    ctx.moveTo(left - size, bbox.top);
    ctx.lineTo(left + size, bbox.top);
    ctx.lineTo(left, bbox.top + size);
    ctx.fill();
  }
  ctx.restore();
}
