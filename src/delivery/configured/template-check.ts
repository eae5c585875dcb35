import { DeliveryError } from '../delivery-error.ts';
import { mistakeInTemplate } from '../templates/template.ts';

/** @throws DeliveryError BAD_REQUEST for a text with a filter or default that cannot be read */
export function checkTemplates(path: string, value: unknown): void {
  for (const { name, text } of textsIn(path, value)) {
    const mistake = mistakeInTemplate(text);
    if (!mistake) continue;
    const { reason, suggestion } = mistake;
    const problem = {
      kind: 'validation_error',
      path: name,
      reason,
      ...(suggestion && { did_you_mean: suggestion }),
    };
    throw new DeliveryError('BAD_REQUEST', JSON.stringify(problem));
  }
}

/** All texts of a document, each with its path. */
export function textsIn(name: string, value: unknown): { name: string; text: string }[] {
  if (typeof value === 'string') return [{ name, text: value }];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([member, inner]) => textsIn(`${name}.${member}`, inner));
}

/** A text of an action, for those who check rules. */
export interface ActionText {
  readonly name: string;
  readonly text: string;
  /** Names that its placeholders may begin with beside those of the row. */
  readonly ownNames?: readonly string[] | undefined;
  readonly jsonFault?: string | undefined;
}
