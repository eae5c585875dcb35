/** A column of a table, in columns of a terminal. */
export interface ColumnWidth {
  /** Of its widest cell, the header included. */
  readonly width: number;
  readonly header: number;
  readonly isEmpty: boolean;
  /** Short words and numbers say nothing any more when they are cut. */
  readonly mayBeCut: boolean;
}

/** The columns that are shown, by their places, with their widths. */
export type Fitted = Map<number, number>;

const GAP = 2;
/** Of a text that was cut: a few words are left. */
const LEAST = 12;

/**
 * Which columns of a table fit into so much room, and how wide they are. Empty ones go first; then texts are cut; then
 * columns are left out from the right, but not a last one that holds a text, which is the sentence about the row. The first
 * one, by which things are named to other commands, keeps half of the room.
 */
export function fitColumns(columns: readonly ColumnWidth[], room: number): Fitted {
  const all = new Map(columns.map(({ width }, at) => [at, width]));
  if (sum(all) <= room) return all;
  const places = [...all.keys()].filter((at) => at === 0 || !columns[at]?.isEmpty);
  for (;;) {
    const fitted = cut(columns, places, room);
    if (places.length <= 2 || sum(fitted) <= room) return fitted;
    places.splice(columns[places.at(-1) ?? 0]?.mayBeCut ? -2 : -1, 1);
  }
}

/** Takes from the widest texts what is too much. */
function cut(columns: readonly ColumnWidth[], places: readonly number[], room: number): Map<number, number> {
  const widths = new Map(places.map((at) => [at, columns[at]?.width ?? 0]));
  const floorOf = (at: number): number => {
    const { width = 0, header = 0, mayBeCut } = columns[at] ?? {};
    if (!mayBeCut) return width;
    return Math.min(width, at === 0 && places.length > 1 ? Math.floor(room / 2) : Math.max(header, LEAST));
  };
  for (let excess = sum(widths) - room; excess > 0; excess--) {
    const wide = places.filter((at) => (widths.get(at) ?? 0) > floorOf(at));
    if (wide.length === 0) break;
    const widest = wide.reduce((a, b) => ((widths.get(b) ?? 0) > (widths.get(a) ?? 0) ? b : a));
    widths.set(widest, (widths.get(widest) ?? 0) - 1);
  }
  return widths;
}

function sum(widths: ReadonlyMap<number, number>): number {
  let all = GAP * (widths.size - 1);
  for (const width of widths.values()) all += width;
  return all;
}
