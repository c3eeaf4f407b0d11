import { expect, it } from 'vitest';
import { parseManifest } from './manifest';

const MLMODEL = `saved_input_example_info: {artifact_path: input_example.json, type: dataframe}
flavors:
  python_function: {loader_module: barograph.sklearn, python_version: 3.11.2}
  sklearn: {sklearn_version: 1.7.0}
signature:
  inputs: '[{"type": "double", "name": "wind", "required": true}, {"type": "array", "items": {"type": "long"}, "name": "ids", "required": false}]'
  outputs: '[{"type": "tensor", "tensor-spec": {"dtype": "float64", "shape": [-1]}}]'
  params: null
`;

it('reads flavours and signature', () => {
  const manifest = parseManifest(MLMODEL);
  expect(manifest.flavors).toEqual([
    { name: 'python_function', version: '3.11.2' },
    { name: 'sklearn', version: '1.7.0' },
  ]);
  expect(manifest.inputs).toEqual([
    { name: 'wind', type: 'double', required: true },
    { name: 'ids', type: 'array<long>', required: false },
  ]);
  expect(manifest.outputs).toEqual([{ name: '0', type: 'float64 (-1)', required: true }]);
  expect(manifest.params).toEqual([]);
  expect(manifest.example).toBe('input_example.json');
});

it.each(['', '- a\n- b', '{', 'signature: {inputs: "not json"}', 'flavors: 3', 'a: &a [*a]'])('survives %j', (text) => {
  expect(parseManifest(text)).toEqual({ flavors: [], inputs: [], outputs: [], params: [] });
});
