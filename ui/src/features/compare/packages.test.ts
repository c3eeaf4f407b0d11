import { expect, it } from 'vitest';
import { packagesOf } from './packages';

it('reads packages with what is asked of them', () => {
  const text = `# made by hand
scikit_learn==1.7.0
numpy>=2,<3 ; python_version > "3.10"
requests [socks] == 2.32.0  # for the proxy
Plain
-r other.txt
--extra-index-url https://example.org/simple
https://example.org/wheel.whl
`;
  expect([...packagesOf(text)]).toEqual([
    ['scikit-learn', '1.7.0'],
    ['numpy', '>=2,<3'],
    ['requests[socks]', '2.32.0'],
    ['plain', 'any'],
  ]);
  expect(packagesOf(undefined).size).toBe(0);
});
