import { useTexts } from '../texts/texts.ts';
import { BooleanField, ChoiceField, TextsField } from './fields/choice-fields.tsx';
import type { FieldProps } from './fields/field-props.ts';
import { MapField } from './fields/map-field.tsx';
import { GroupField, ListField, UnionField } from './fields/nested-fields.tsx';
import { JsonField, NumberField, QuantityField, SecretField, TextField } from './fields/text-fields.tsx';
import { formTexts } from './form.texts.ts';
import { shapeOf } from './json-schema.ts';

/** The field of one setting, by what its schema says. */
export function SchemaField(props: FieldProps) {
  const texts = useTexts(formTexts);
  const shape = shapeOf(props.schema, props.path);
  switch (shape.kind) {
    case 'text':
      return <TextField {...props} multiline={shape.multiline} isNumberToo={shape.isNumberToo} />;
    case 'secret':
      return <SecretField {...props} />;
    case 'duration':
      return <QuantityField {...props} hint={texts.durationHint} />;
    case 'size':
      return <QuantityField {...props} hint={texts.sizeHint} />;
    case 'number':
      return <NumberField {...props} min={shape.min} max={shape.max} />;
    case 'boolean':
      return <BooleanField {...props} />;
    case 'choice':
      return <ChoiceField {...props} options={shape.options} />;
    case 'texts':
      return <TextsField {...props} options={shape.options} />;
    case 'map':
      return <MapField {...props} />;
    case 'list':
      return <ListField {...props} item={shape.item} />;
    case 'group':
      return <GroupField {...props} />;
    case 'union':
      return <UnionField {...props} shape={shape} />;
    case 'json':
      return <JsonField {...props} />;
    case 'constant':
      return null;
  }
}
