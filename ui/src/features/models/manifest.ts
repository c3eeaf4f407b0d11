import { parse } from 'yaml';

/** A column or tensor of a model's input or output. */
export interface Field {
  name: string;
  type: string;
  required: boolean;
}

export interface Manifest {
  flavors: { name: string; version?: string }[];
  inputs: Field[];
  outputs: Field[];
  params: Field[];
  /** The file with an example of the input. */
  example?: string;
}

type Values = Record<string, unknown>;

function isValues(value: unknown): value is Values {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A type as one reads it: double, array<long>, {a: string}, float64 (-1, 3). */
function typeText(spec: Values): string {
  const tensor = spec['tensor-spec'];
  if (isValues(tensor)) {
    const shape = Array.isArray(tensor.shape) ? tensor.shape.join(', ') : '';
    return `${String(tensor.dtype)} (${shape})`;
  }
  if (spec.type === 'array' && isValues(spec.items)) return `array<${typeText(spec.items)}>`;
  if (spec.type === 'map' && isValues(spec.values)) return `map<${typeText(spec.values)}>`;
  if (spec.type === 'object' && isValues(spec.properties)) {
    const members = Object.entries(spec.properties).map(
      ([name, member]) => `${name}: ${isValues(member) ? typeText(member) : '?'}`,
    );
    return `{${members.join(', ')}}`;
  }
  return String(spec.type ?? spec.dtype ?? '?');
}

function fieldsOf(text: unknown): Field[] {
  if (typeof text !== 'string') return [];
  try {
    const specs: unknown = JSON.parse(text);
    if (!Array.isArray(specs)) return [];
    return specs.filter(isValues).map((spec, index) => ({
      name: typeof spec.name === 'string' ? spec.name : String(index),
      type: typeText(spec),
      required: spec.required !== false && spec.optional !== true,
    }));
  } catch {
    return [];
  }
}

/** Reads what an MLmodel file says of flavours and signature. What it does not understand it leaves out. */
export function parseManifest(text: string): Manifest {
  let document: unknown;
  try {
    document = parse(text, { maxAliasCount: 0 });
  } catch {
    document = undefined;
  }
  const root = isValues(document) ? document : {};
  const flavors = isValues(root.flavors) ? Object.entries(root.flavors) : [];
  const signature = isValues(root.signature) ? root.signature : {};
  const saved = isValues(root.saved_input_example_info) ? root.saved_input_example_info.artifact_path : undefined;
  return {
    flavors: flavors.map(([name, flavor]) => {
      const version = isValues(flavor) ? (flavor[`${name}_version`] ?? flavor.python_version) : undefined;
      return { name, version: version === undefined ? undefined : String(version) };
    }),
    inputs: fieldsOf(signature.inputs),
    outputs: fieldsOf(signature.outputs),
    params: fieldsOf(signature.params),
    ...(typeof saved === 'string' && { example: saved }),
  };
}
