/** The time of day here, `14:03:07`. @param at RFC 3339, or a moment */
export function clockTime(at: string | Date): string {
  const date = new Date(at);
  return [date.getHours(), date.getMinutes(), date.getSeconds()]
    .map((part) => String(part).padStart(2, '0'))
    .join(':');
}
