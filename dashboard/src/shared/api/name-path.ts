/** A name as a part of a path; a path that says `..` or `.` is cut by whoever reads it. */
export function namePath(name: string): string {
  if (name !== '.' && name !== '..' && name !== '') return encodeURIComponent(name.toWellFormed());
  return `~base64url:${btoa(name).replaceAll('=', '')}`;
}
