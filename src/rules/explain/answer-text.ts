import { toJsonText, type Value } from '../../sql/door.ts';

/** JSON that was written already: by the rule language, since JSON.stringify would turn 4.0 into 4. */
export class Written {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** A value of the rule language among plain objects. @throws SqlRuntimeError when it is too large */
export function written(value: Value): Written {
  return new Written(toJsonText(value));
}

/** Plain objects and lists as JSON; members that are undefined are left out, bytes are text. */
export function toAnswerText(answer: unknown): string {
  if (answer instanceof Written) return answer.text;
  if (Array.isArray(answer)) return `[${answer.map(toAnswerText).join(',')}]`;
  if (Buffer.isBuffer(answer)) return JSON.stringify(answer.toString());
  if (typeof answer !== 'object' || answer === null) return JSON.stringify(answer ?? null);
  const members = Object.entries(answer).filter(([, member]) => member !== undefined);
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${toAnswerText(member)}`).join(',')}}`;
}
