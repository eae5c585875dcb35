/** Words that YAML would read as something else than text. */
const NOT_TEXT = /^(true|false|yes|no|on|off|null|~|[-+.\d].*)$/i;
const PLAIN = /^[A-Za-z_$/][\w$/. -]*(?<! )$/;

/** A value of JSON as YAML, to be pasted into a file. Members that are undefined are left out. */
export function yamlText(value: unknown, indent = ''): string {
  return `${lines(value, indent).join('\n')}\n`;
}

function lines(value: unknown, indent: string): string[] {
  if (Array.isArray(value) && value.length > 0) {
    return value.flatMap((item) => {
      const inside = lines(item, `${indent}  `);
      const [head = '', ...rest] = inside;
      return [`${indent}- ${head.trimStart()}`, ...rest];
    });
  }
  if (isMap(value)) {
    return Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .flatMap(([name, member]) => {
        const key = `${indent}${scalar(name)}:`;
        if (isBlock(member))
          return [
            `${key} |`,
            ...member
              .replace(/\n$/, '')
              .split('\n')
              .map((line) => `${indent}  ${line}`.trimEnd()),
          ];
        const hasLines = isMap(member) || (Array.isArray(member) && member.length > 0);
        return hasLines ? [key, ...lines(member, `${indent}  `)] : [`${key} ${scalar(member)}`];
      });
  }
  return [`${indent}${scalar(value)}`];
}

function isMap(value: unknown): value is Record<string, unknown> {
  return (
    typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length > 0
  );
}

/** Text of several lines that a block can hold as it is. */
function isBlock(value: unknown): value is string {
  return typeof value === 'string' && /^[^\s][^\n]*\n/.test(value) && !/[^\S\n]\n|\r|\t|\n\n$/.test(value);
}

function scalar(value: unknown): string {
  if (typeof value !== 'string') return JSON.stringify(value);
  return PLAIN.test(value) && !NOT_TEXT.test(value) && !value.includes(': ') && !value.includes(' #')
    ? value
    : JSON.stringify(value);
}
