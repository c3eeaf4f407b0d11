import { expect, it } from 'vitest';
import { logSnippets } from './log-snippets';

const SERVER = 'http://farm:5000/x';

it('names the server and the experiment in every way', () => {
  for (const code of Object.values(logSnippets({ id: '17' }, SERVER))) {
    expect(code).toContain(SERVER);
    expect(code).toMatch(/experiment[_-]id[= ]"?17"?/i);
  }
});

it('names an experiment that is not there yet by its name', () => {
  for (const code of Object.values(logSnippets({ name: 'my "first"' }, SERVER))) {
    expect(code).toContain('"my \\"first\\""');
    expect(code).not.toMatch(/experiment.id/i);
  }
});
