/** Something that `--set path=value` says. */
export interface Setting {
  readonly path: readonly string[];
  readonly value: unknown;
}

/** A value is JSON where it can be read so, and else a text. @returns undefined for what is no such word */
export function settingOf(word: string): Setting | undefined {
  const [, path = '', value = ''] = /^([\w.-]+)=(.*)$/s.exec(word) ?? [];
  if (path === '' || path.split('.').includes('')) return undefined;
  try {
    return { path: path.split('.'), value: JSON.parse(value) };
  } catch {
    return { path: path.split('.'), value };
  }
}

/** The same object with a setting in its place, whose surroundings are made where they are not there. */
export function withSetting<Body extends object>(
  body: Body,
  { path: [name = '', ...rest], value }: Setting,
): Body {
  if (rest.length === 0) return { ...body, [name]: value };
  const inner = (body as Record<string, unknown>)[name];
  return { ...body, [name]: withSetting(isObject(inner) ? inner : {}, { path: rest, value }) };
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
